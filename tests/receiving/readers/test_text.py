"""Text arrives as it was written, or is refused: no letter ever becomes another one."""

from __future__ import annotations

import codecs
import contextlib
import itertools
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.readers.contract import RefusedFileError
from pipelines.readers.text import as_utf8, is_clean_start, is_encoding
from tests.receiving.writing import written

NAMES = "party;value\nTürkiye;2,05\nCôte d'Ivoire;1,00\nSão Tomé and Príncipe;0,40\n"
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
MARKED = ("utf-8-sig", "utf-16", "utf-32")
OLDER = (
    "windows-1252",
    "windows-1250",
    "windows-1254",
    "windows-1257",
    "windows-1251",
    "iso8859-1",
    "iso8859-2",
    "iso8859-9",
    "iso8859-15",
    "mac-roman",
    "mac-latin2",
    "cp437",
    "cp850",
    "cp852",
    "koi8-r",
    "gb18030",
    "shift_jis",
    "big5",
)


def read(folder: Path, content: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """The text as it arrives and the encoding found."""
    found = as_utf8(written(folder, content), folder=folder / "utf8", declared=declared)
    return found.path.read_bytes().decode(), found.encoding


# text, encoding written in, encoding named
TAKEN = {
    "UTF-8": (NAMES, "utf-8", "utf-8"),
    "UTF-8 with a mark": (NAMES, "utf-8-sig", "utf-8"),
    "UTF-16 with a mark": (NAMES, "utf-16", "utf-16-le"),
    "UTF-16 without, little end first": (NAMES, "utf-16-le", "utf-16-le"),
    "UTF-16 without, big end first": (NAMES, "utf-16-be", "utf-16-be"),
    "UTF-32": (NAMES, "utf-32", "utf-32-le"),
    "Excel in Western Europe": (NAMES, "cp1252", "windows-1252"),
    "Excel with curly quotes": (
        "party;note\nCôte d’Ivoire;“yes” – 5 €\n",
        "cp1252",
        "windows-1252",
    ),
    "Latin-1": (NAMES, "latin-1", "windows-1252"),
    "Latin-9": (NAMES, "iso8859-15", "windows-1252"),
    "Excel on an old Macintosh": (NAMES, "mac-roman", "mac-roman"),
    "DOS": (NAMES, "cp850", "cp850"),
    "one name that eight encodings spell alike": ("a;b\nTürkiye;2\n", "cp1252", "windows-1252"),
    "the same in Central Europe": ("a;b\nTürkiye;2\n", "cp1250", "windows-1252"),
    "the same in capitals": ("a;b\nTÜRKİYE;2\n", "cp1254", "windows-1254"),
    "names in Czech": ("a;b\nČesko;2\nNěmecko;1\nŠpanělsko;1\n", "cp1250", "windows-1250"),
    "names in Russian": ("год;страна\n2024;Россия\n2024;Франция\n", "cp1251", "windows-1251"),
    "names in Russian by Unix": ("год;страна\n2024;Россия\n2024;Франция\n", "koi8-r", "koi8-r"),
    "months in French": ("mois;valeur\nfévrier;1\ndécembre;2\n", "cp1252", "windows-1252"),
    "thousands set apart by a space": (
        "a;b\nNLD;1\u00a0234\u00a0567,5\n",
        "cp1252",
        "windows-1252",
    ),
    "a name proves the rest": (
        "pays;dépense\nNorvège;à Genève\nGrèce;ç\n",
        "cp1252",
        "windows-1252",
    ),
    "German, of which Arabic would read letters within words": (
        "Land;Betrag (Mio. €);Bemerkung\nVereinigtes Königreich;1;vorläufig\nTürkei;2;\n",
        "cp1252",
        "windows-1252",
    ),
    "nothing": ("", "utf-8", "utf-8"),
    "ASCII": ("a,b\n1,2\n", "ascii", "utf-8"),
    "a letter beyond the first plane": ("a,b\n𝄞,2\n", "utf-16", "utf-16-le"),
}


@pytest.mark.parametrize(("text", "written_in", "named"), TAKEN.values(), ids=TAKEN.keys())
def test_text_arrives_as_it_was_written(
    tmp_path: Path, text: str, written_in: str, named: str
) -> None:
    assert read(tmp_path, text.encode(written_in)) == (text, named)


AMBIGUOUS = {
    "a word we do not know": ("a;b\ndépenses;1\n", "cp1252"),
    "a name that is one in two encodings": ("a;b\nMauritânia;1\n", "cp1252"),
    "a name beside a letter it does not prove": ("a;b\nTürkiye;à\n", "cp1252"),
    "a name beside a pound sign": ("a;b\nTürkiye;5 £\n", "cp1252"),
    "a name of one language alone": ("a;b\nNěmecko;1\n", "cp1250"),
    "a currency sign alone": ("a;b\nNLD;5 €\n", "cp1252"),
    "a name in the encoding of Latvia": ("a;b\nTürkiye;Rīga\n", "cp1257"),
    "a name in Chinese": ("国家;年\n土耳其;2024\n", "gb18030"),
    "a name in Japanese": ("国;年\nトルコ;2024\n", "shift_jis"),
}


@pytest.mark.parametrize(("text", "written_in"), AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_what_is_not_certain_is_refused_until_the_encoding_is_declared(
    tmp_path: Path, text: str, written_in: str
) -> None:
    content = text.encode(written_in)
    with pytest.raises(RefusedFileError, match="offset") as caught:
        read(tmp_path, content)
    assert "`encoding`" in str(caught.value)
    assert "send" in str(caught.value)
    assert read(tmp_path, content, declared=written_in) == (text, written_in)


def test_a_refusal_shows_how_the_letters_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read(tmp_path, "a;b\ndépenses;1\n".encode("cp1252"))
    for reading in ("'dépenses' in windows-1252", "'dйpenses' in windows-1251", "'dÈpenses'"):
        assert reading in str(caught.value)


REFUSED = {
    "a NUL": (b"a,b\n1,\x002\n", None, "offset 6 is a NUL"),
    "a NUL in UTF-16": ("a,b\n1,\0\n".encode("utf-16"), None, "offset 14 is a NUL"),
    "a NUL in a declared encoding": (b"a;b\n\xe9\0;1\n", "cp1252", "offset 5 is a NUL"),
    "UTF-8 cut off in a letter": ("a,b\nTürkiye,Cô".encode()[:-1], None, "offset 14"),
    "UTF-8 with one byte of another encoding": ("Türkiye,é\n".encode() + b"\xe9,1\n", None, "'ü'"),
    "a surrogate in UTF-8": (b"a,b\n\xed\xa0\x80,2\n", "utf-8", "offset 4"),
    "an overlong letter": (b"a,b\n\xc0\xaf,2\n", "utf-8", "offset 4"),
    "bytes that no letter has": (b"\xef\xbb\xbfa,b\n\xff,2\n", None, "offset 7"),
    "UTF-16 cut off": ("a,b\n1,2\n".encode("utf-16")[:-1], None, "offset 16"),
    "half a pair in UTF-16": ("a,\ud800b\n".encode("utf-16", "surrogatepass"), None, "offset 6"),
    "half a pair at the end": ("a,b\n\ud800".encode("utf-16", "surrogatepass"), None, "offset 10"),
    "a byte without a letter in Windows-1252": (b"a;b\n\x81;\xe9\n", "windows-1252", "offset 4"),
    "a control where Windows-1252 has a quote": (b"a;b\nit\x92s\n", "iso-8859-1", "offset 6"),
    "not UTF-8 though declared": (NAMES.encode("cp1252"), "utf-8", "offset 13 is not utf-8"),
    "UTF-8 though declared otherwise": (NAMES.encode(), "windows-1252", "the file is UTF-8"),
    "UTF-16 of no known end": ("страна\n".encode("utf-16-le"), "utf-16", "no byte order mark"),
    "two encodings in one file": (
        "Türkiye\n".encode("cp1252") + "Côte d'Ivoire\n".encode("mac-roman"),
        None,
        "cannot be told for certain",
    ),
    "UTF-8 and another in one file": (
        "Türkiye\n".encode("cp1252") + "Côte d'Ivoire\n".encode(),
        None,
        "put together from several",
    ),
}


@pytest.mark.parametrize(("content", "declared", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_text_is_refused_with_the_place(
    tmp_path: Path, content: bytes, declared: str | None, reason: str
) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read(tmp_path, content, declared=declared)
    assert reason in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert len(str(caught.value)) < 600
    assert not list(tmp_path.glob("utf8/*"))


def test_a_place_behind_the_first_chunk_is_found(tmp_path: Path) -> None:
    for encoding, width in (("utf-8-sig", 1), ("utf-16", 2)):
        content = ("a,b\n" * 200_000 + "\0").encode(encoding)
        place = len(content) - width
        with pytest.raises(RefusedFileError, match=f"offset {place} is a NUL"):
            read(tmp_path, content)
    with pytest.raises(RefusedFileError, match="offset 800001 "):
        read(tmp_path, b"a,b\n" * 200_000 + b"a\xff", declared="utf-8")


def test_a_mark_counts_more_than_what_is_declared(tmp_path: Path) -> None:
    for encoding in MARKED:
        assert read(tmp_path, NAMES.encode(encoding), declared="windows-1252")[0] == NAMES


def test_ascii_is_ascii_whatever_is_declared(tmp_path: Path) -> None:
    path = written(tmp_path, b"a;b\n1;2\n")
    for declared in (None, "utf-8", "windows-1252", "gb18030"):
        assert as_utf8(path, folder=tmp_path, declared=declared).path == path


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", NAMES.encode(), b"a,b\r\n1,2\r\n", b"a,b"])
def test_what_is_clean_already_is_not_copied(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    found = as_utf8(path, folder=tmp_path / "utf8", declared=None)
    assert (found.path, found.is_converted) == (path, False)
    assert not (tmp_path / "utf8").exists()
    assert is_clean_start(path)


@pytest.mark.parametrize(
    "content",
    [
        NAMES.encode("utf-8-sig"),
        NAMES.encode("utf-16"),
        NAMES.encode("utf-16-le"),
        NAMES.encode("cp1252"),
        b"a,b\r1,2\r",
        b"a,\x00b\n",
    ],
)
def test_a_start_that_is_not_clean_is_noticed(tmp_path: Path, content: bytes) -> None:
    assert not is_clean_start(written(tmp_path, content))


def test_only_the_start_is_looked_at(tmp_path: Path) -> None:
    assert is_clean_start(written(tmp_path, b"a,b\n" * 20_000 + b"\xe9\x00\r"))
    assert is_clean_start(written(tmp_path, b"a" * 65_535 + "é\n".encode()))
    assert is_clean_start(written(tmp_path, b"a" * 65_535 + b"\r\n"))


CR = {
    "LF": ("a,b\n1,2\n", "a,b\n1,2\n"),
    "CRLF stays": ("a,b\r\n1,2\r\n", "a,b\r\n1,2\r\n"),
    "CR": ("a,b\r1,2\r", "a,b\n1,2\n"),
    "CR without an end": ("a,b\r1,2", "a,b\n1,2"),
    "CR and quotes": ('a,b\r"1,0","say ""x"""\r', 'a,b\n"1,0","say ""x"""\n'),
    "CR behind a long start": ("a,b\r" * 100_000, "a,b\n" * 100_000),
    "CR within quotes among LF stays": ('a,b\n"1\r2",3\n', 'a,b\n"1\r2",3\n'),
}


@pytest.mark.parametrize(("text", "expected"), CR.values(), ids=CR.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_that_end_in_cr_end_in_lf(
    tmp_path: Path, text: str, expected: str, encoding: str
) -> None:
    assert read(tmp_path, text.encode(encoding))[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        'a,b\r"1\r2",3\r',
        'a,b\r5" pipe,3\r1,2\r',
        "a,b\r" * 100_000 + "1,2\n",
        "a,b\r" * 100_000 + '"1\r2",3\r',
    ],
    ids=["within quotes", "behind a lone quote", "LF much later", "within quotes much later"],
)
def test_lines_that_end_in_cr_and_otherwise_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RefusedFileError, match="lines end in CR alone"):
        read(tmp_path, text.encode())


@pytest.mark.parametrize("name", [*UNICODE, *OLDER, "UTF8", "Windows-1252", "latin1", "cp1252"])
def test_an_encoding_can_be_declared(name: str) -> None:
    assert is_encoding(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "ansi-art", "undefined", "a\0b", "base64", "rot13", "cp037"),
        *("utf-7", "unicode_escape", "idna", "punycode", "charmap", "hz", "iso2022_jp"),
    ],
)
def test_what_is_no_encoding_of_text_cannot(name: str) -> None:
    assert not is_encoding(name)


# Text as files have it; surrogates and NULs are no text, and a mark says what it says.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60
).filter(lambda text: not text.startswith("\ufeff"))


@given(text=TEXTS, encoding=st.sampled_from(MARKED))
def test_any_text_with_a_mark_arrives(
    text: str, encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert read(tmp_path_factory.getbasetemp() / "t", text.encode(encoding))[0] == text


@given(text=TEXTS, encoding=st.sampled_from(UNICODE + OLDER), is_declared=st.booleans())
def test_any_text_in_any_encoding_arrives_or_is_refused(
    text: str, encoding: str, is_declared: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = text.encode(encoding, "ignore")
    text = content.decode(encoding)
    declared = encoding if is_declared else None
    assume(is_declared or not is_by_chance_utf8(content, text))
    try:
        arrived = read(tmp_path_factory.getbasetemp() / "any", content, declared=declared)[0]
    except RefusedFileError:
        return
    assert arrived == text


def is_by_chance_utf8(content: bytes, text: str) -> bool:
    """Whether bytes of another encoding are UTF-8, or look marked, all the same: no table is."""
    if content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    try:
        return content.decode() != text
    except UnicodeDecodeError:
        return False


WORDS = (
    "Türkiye",
    "Côte d'Ivoire",
    "São Tomé",
    "Réunion",
    "Österreich",
    "España",
    "Česko",
    "Ísland",
)
LETTERS = "".join(
    chr(code) for code in itertools.chain(range(0xA0, 0x180), (0x20AC, 0x2013, 0x2019))
)


@given(
    words=st.lists(st.sampled_from(WORDS) | st.text(LETTERS + "abcABC", max_size=8), max_size=8),
    encoding=st.sampled_from(OLDER),
)
def test_names_among_any_letters_arrive_or_are_refused(
    words: list[str], encoding: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = ";".join(words).encode(encoding, "ignore")
    text = content.decode(encoding)
    assume(not is_by_chance_utf8(content, text))
    try:
        arrived = read(tmp_path_factory.getbasetemp() / "names", content)[0]
    except RefusedFileError:
        return
    assert arrived == text


def test_mutated_text_is_read_or_refused_at_once(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    seeds = [NAMES.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252")]
    for _ in range(4000):
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        began = time.monotonic()
        with contextlib.suppress(RefusedFileError):
            read(tmp_path, bytes(content))
        assert time.monotonic() - began < 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_large_file_takes_no_memory(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, ("party,value\n" + "NLD,2.05\n" * 2_000_000).encode(encoding))
    tracemalloc.start()
    try:
        as_utf8(path, folder=tmp_path, declared=None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000
