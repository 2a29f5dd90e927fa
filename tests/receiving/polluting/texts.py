"""Damages to a delimited text as a whole: delimiters, quotes, encodings, lines, headings."""

from __future__ import annotations

import csv
import io

from tests.receiving.polluting.damage import (
    Damage,
    Inflict,
    after,
    between,
    cut_at,
    cut_before,
    damages,
    line,
    per_line,
    swap,
    written_in,
)
from tests.receiving.polluting.goods import HEADER


def rewritten(**dialect: object) -> Inflict:
    """The same table as another program writes it."""

    def inflict(content: bytes) -> bytes:
        stream = io.StringIO(newline="")
        rows = csv.reader(io.StringIO(content.decode(), newline=""))
        csv.writer(stream, lineterminator="\n", **dialect).writerows(rows)  # type: ignore[arg-type]
        return stream.getvalue().encode()

    return inflict


def columns(change: object, *, header: bool = True) -> Inflict:
    """The cells of every row changed, those of the heading too unless it is left alone."""

    def inflict(content: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\n").writerows(
            change(row) if header or at else row  # type: ignore[operator]
            for at, row in enumerate(rows)
        )
        return stream.getvalue().encode()

    return inflict


def without(name: str) -> Inflict:
    """The table without a column."""
    at = HEADER.index(name)
    return columns(lambda row: row[:at] + row[at + 1 :])


def repeated(content: bytes) -> bytes:
    """The file twice, as when it was appended to itself."""
    return content + content


HEADING = ",".join(HEADER)

DELIMITERS = damages(
    "tidy",
    {
        "semicolons": rewritten(delimiter=";"),
        "tabs": rewritten(delimiter="\t"),
        "bars": rewritten(delimiter="|"),
        "colons": rewritten(delimiter=":"),
        "spaces": rewritten(delimiter=" "),
        "carets": rewritten(delimiter="^"),
        "semicolons from the fourth line": per_line(
            lambda at, text: text.replace(",", ";") if at > 2 else text
        ),
        "heading in semicolons, rows in commas": line(0, lambda text: text.replace(",", ";")),
        "semicolons and decimal comma": after(
            rewritten(delimiter=";"), swap("2.05", "2,05"), swap("51.1", "51,1")
        ),
        "decimal comma in commas": swap("2.05", "2,05"),
        "decimal comma, quoted": swap("2.05", '"2,05"'),
        "trailing delimiter everywhere": per_line(lambda _, text: f"{text},"),
        "trailing delimiter in rows only": per_line(lambda at, text: f"{text}," if at else text),
        "trailing delimiter in one row": line(3, lambda text: f"{text},"),
        "leading delimiter everywhere": per_line(lambda _, text: f",{text}"),
        "one delimiter lost": line(2, lambda text: text.replace("BEL,", "BEL", 1)),
        "sep= line": between(0, "sep=,"),
        "sep= line that lies": between(0, "sep=;"),
    },
) + damages(
    "kiel",
    {
        "semicolons": rewritten(delimiter=";"),
        "semicolons and decimal comma": lambda content: rewritten(delimiter=";")(content).replace(
            b".", b","
        ),
        "one column shifted": line(3, lambda text: text.replace('"AUS",', '"AUS",,', 1)),
    },
)

QUOTES = damages(
    "tidy",
    {
        "everything quoted": rewritten(quoting=csv.QUOTE_ALL),
        "single quotes": rewritten(quotechar="'", quoting=csv.QUOTE_ALL),
        "typographic quotes": swap("NLD", "“NLD”"),
        "quote opened in the middle": line(2, lambda text: text.replace("BEL", '"BEL')),
        "quote opened in the last row": line(7, lambda text: text.replace("POL", '"POL')),
        "quote opened at the end of a row": line(3, lambda text: text.replace(",Türk", ',"Türk')),
        "quote within a value": swap("année", 'l"année'),
        "quotes escaped by a backslash": swap("année fiscale", r'"l\"année fiscale, deux"'),
        "text after a closing quote": swap("2.05", '"2.05"5'),
        "quoted number with line end in it": swap("2.05", '"2.05\n"'),
        "quoted party with blanks": swap("NLD", '" NLD "'),
    },
)

ENCODINGS = damages(
    "tidy",
    {
        "UTF-8 with mark": written_in("utf-8-sig"),
        "UTF-8 mark doubled": written_in("utf-8", mark=b"\xef\xbb\xbf\xef\xbb\xbf"),
        "UTF-8 mark before the second line": swap(
            "nato-defence-expenditure,2024-06-17,NLD",
            "\ufeffnato-defence-expenditure,2024-06-17,NLD",
        ),
        "UTF-16 LE with mark": written_in("utf-16-le", mark=b"\xff\xfe"),
        "UTF-16 BE with mark": written_in("utf-16-be", mark=b"\xfe\xff"),
        "UTF-16 LE without mark": written_in("utf-16-le"),
        "UTF-16 BE without mark": written_in("utf-16-be"),
        "UTF-16 mark on UTF-8": written_in("utf-8", mark=b"\xff\xfe"),
        "UTF-16 LE with the mark of BE": written_in("utf-16-le", mark=b"\xfe\xff"),
        "UTF-16 mark doubled": written_in("utf-16-le", mark=b"\xff\xfe\xff\xfe"),
        "UTF-32": written_in("utf-32"),
        "Windows-1252": after(swap("total", "“total”"), written_in("windows-1252")),
        "Latin-1": written_in("latin-1"),
        "DOS code page 850": written_in("cp850"),
        "Mac Roman": written_in("mac-roman"),
        "EBCDIC": written_in("cp500"),
        "UTF-7": lambda content: content.decode().encode("utf-7"),
        "one line in Latin-1": lambda content: content.replace(
            "année".encode(), "année".encode("latin-1")
        ),
        "cut in the middle of a character": cut_before("ü", keep=1),
        "half a character within": lambda content: content.replace("ü".encode(), b"\xc3"),
        "overlong characters": lambda content: content.replace(b"NLD", b"NL\xc1\x84"),
        "UTF-16 with a byte lost": after(
            written_in("utf-16-le", mark=b"\xff\xfe"), lambda content: content[:101] + content[102:]
        ),
    },
)

LINES = damages(
    "tidy",
    {
        "CR only": swap("\n", "\r"),
        "CR LF": swap("\n", "\r\n"),
        "line ends mixed": per_line(lambda at, text: text + "\r" if at % 2 else text),
        "one CR among LF": swap("percent,E,,,\n", "percent,E,,,\r", times=1),
        "CR CR LF": swap("\n", "\r\r\n"),
        "LF CR": swap("\n", "\n\r"),
        "line separators of Unicode": swap("\n", "\u2028"),
        "blank lines everywhere": swap("\n", "\n\n"),
        "lines of blanks": swap("\n", "\n   \n"),
        "lines of delimiters": swap("\n", "\n,,,,,,,,,,\n"),
        "comment lines above": between(0, "# exported 2024-06-17", "# by nobody"),
        "comment line between": between(4, "# provisional"),
        "title above": between(0, "Shares of NATO,,", ""),
        "forty lines above": between(0, *["a remark"] * 40),
        "footer below": lambda content: content + b"Source: NATO,,,,,,,,,,\n",
        "total below": lambda content: content + b",,Total,,,1000,,,,,\n",
        "end of file by DOS": lambda content: content + b"\x1a",
        "zeros at the end": lambda content: content + bytes(4096),
        "a line wrapped": swap("gdp,2023,1108022.25", "gdp,\n2023,1108022.25"),
        "the last line without end": lambda content: content.removesuffix(b"\n"),
        "zero bytes between lines": lambda content: content.replace(b"\n", b"\0\n"),
        "form feed between pages": between(4, "\f"),
    },
)

HEADINGS = damages(
    "tidy",
    {
        "heading doubled": between(0, HEADING),
        "heading again in the middle": between(4, HEADING),
        "heading at the end only": lambda content: (
            content.partition(b"\n")[2] + content.partition(b"\n")[0] + b"\n"
        ),
        "no heading": lambda content: content.partition(b"\n")[2],
        "heading in capitals": line(0, str.upper),
        "heading with blanks": line(0, lambda text: text.replace(",", " , ")),
        "heading with underscores lost": line(0, lambda text: text.replace("_", " ")),
        "heading translated": line(0, lambda text: text.replace("value", "valeur")),
        "two columns of one name": line(0, lambda text: text.replace("unit", "value")),
        "columns in another order": columns(lambda row: row[::-1]),
        "rows in another order than the heading": columns(lambda row: row[::-1], header=False),
        "period and value change places": columns(
            lambda row: [*row[:4], row[5], row[4], *row[6:]], header=False
        ),
        "every row shifted right": columns(lambda row: ["", *row[:-1]], header=False),
        "every row shifted left": columns(lambda row: [*row[1:], ""], header=False),
        "one row shifted by a blank": line(4, lambda text: text.replace("DEU,", "DEU,,")),
        "one row shifted": line(4, lambda text: text.replace("DEU,", "DEU,,").removesuffix(",")),
        "name of a column lost": line(0, lambda text: text.replace("due_on,", "")),
        "column unit dropped": without("unit"),
        "column value dropped": without("value"),
        "column status dropped": without("status"),
        "column note dropped": without("note"),
        "a column more": columns(lambda row: [*row, "x"]),
        "the whole file twice": repeated,
        "one row twice": between(
            2, "nato-defence-expenditure,2024-06-17,BEL,defence-share-gdp,2024,1.3,percent,E,,,"
        ),
        "one row twice, another value": between(
            2, "nato-defence-expenditure,2024-06-17,BEL,defence-share-gdp,2024,1.4,percent,E,,,"
        ),
    },
)

CUT = (
    *damages(
        "tidy",
        {
            "cut in the heading": lambda content: content[:30],
            "cut behind the heading": lambda content: content[: content.index(b"\n") + 1],
            "cut in a number": cut_before("51.1", keep=2),
            "cut behind a number": cut_before(",percent,E"),
            "cut within quotes": after(rewritten(quoting=csv.QUOTE_ALL), cut_before("POL", keep=2)),
            "cut in the middle": cut_at(0.5),
            "the beginning lost": lambda content: content[60:],
            "a block lost in the middle": lambda content: content[:250] + content[330:],
            "empty": lambda _: b"",
            "blanks only": lambda _: b" \n \n",
        },
    ),
    *damages(
        "bank",
        {
            "cut in a number at the end of a row": lambda content: content.rstrip()[:-4],
            "cut behind the point of a number": cut_before(".", keep=1),
            "cut in the integer part of the last number": cut_before(".", keep=-2),
        },
    ),
    *damages("rates", {"cut in a number": cut_before("1.1", keep=3)}),
    *damages("kiel", {"cut in the last number": lambda content: content[:-6]}),
)

TEXTS: tuple[Damage, ...] = (*DELIMITERS, *QUOTES, *ENCODINGS, *LINES, *HEADINGS, *CUT)
