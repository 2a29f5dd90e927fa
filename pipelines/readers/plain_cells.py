"""Cells that calamine reads as less than is shown, rewritten in their XML's bytes as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import InvalidOperation

from pipelines.readers.cell_texts import percent_text
from pipelines.readers.contract import Limits, RefusedFileError

# An XML text spells a character in at most that many bytes: `&quot;`, `&#128512;`.
_BYTES_PER_CHARACTER = 16

_XLSX_ERROR = re.compile(rb"""(<(?:[\w.-]+:)?c\b[^<>]*?\st\s*=\s*)(?:"e"|'e')""")

# A number in a style: the tag's attributes, the style, a formula, the number.
_XLSX_STYLED = re.compile(
    rb"""<c(\s[^<>]*?\ss\s*=\s*["'](\d+)["'][^<>]*)(?<!/)>"""
    rb"""(\s*(?:<f\b[^<>]*(?:/>|>[^<]*</f>))?\s*)<v>([^<]+)</v>"""
)
_XLSX_TYPE = re.compile(rb"""\st\s*=\s*["'](\w+)["']""")
_XLSX_CELL_END = re.compile(rb"<c\s[^<>]*/>|.*?</c>", re.DOTALL)

_ASCII_REFERENCE = re.compile(rb"&#(?:x0*([2-7][0-9A-Fa-f])|0*([3-9][0-9]|1[01][0-9]|12[0-6]));")
_KEPT_ESCAPED = b"\"&'<>\x7f"

_ODS_CELL = re.compile(
    rb"""(<table:(?:covered-)?table-cell\b[^<>]*)(?<!/)>"""
    rb"""(\s*<text:p\b[^<>]*>)([^<]{0,32})"""
)
_ODS_VALUE = re.compile(
    rb"""\soffice:(?:string-|boolean-|date-|time-)?value(?:-type)?\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_ODS_PERCENTAGE = re.compile(rb"""\soffice:value-type\s*=\s*["']percentage["']""")
_ODS_ERROR = re.compile(rb"#[^\s\d<]+[!?]|#DIV/0!|#N/?[AV]\b|Err:\d")
_ODS_TAB = re.compile(rb"<text:tab(?=[\s/])[^<>]*/>")
_ODS_LINE_BREAK = re.compile(rb"<text:line-break(?=[\s/])[^<>]*/>")


@dataclass(frozen=True, kw_only=True)
class Rewrite:
    """How bytes are rewritten, and before which ones a piece of them may be cut off.

    What begins there and ends as `ends_as` is whole, so that any tag behind it will do.
    """

    apply: Callable[[bytes], bytes]
    starts_with: bytes
    ends_as: re.Pattern[bytes] | None = None

    def cut(self, pending: bytes) -> int:
        """Where a piece of these bytes may end."""
        cut = pending.rfind(self.starts_with)
        if self.ends_as and (cut < 0 or self.ends_as.match(pending, cut)):
            cut = pending.rfind(b"<")
        return len(pending) if cut < 0 else cut


@dataclass(kw_only=True)
class PlainCells:
    """Rewrites bytes that come in chunks as if they came in one."""

    rewrite: Rewrite
    limits: Limits
    held: bytes = b""

    def feed(self, chunk: bytes) -> bytes:
        """What of the bytes so far is whole, rewritten."""
        pending = self.held + chunk
        cut = self.rewrite.cut(pending)
        self.held = pending[cut:]
        if len(self.held) > self.limits.cell_characters * _BYTES_PER_CHARACTER + len(chunk):
            raise RefusedFileError(
                f"a cell of more than {self.limits.cell_characters:,} characters "
                f"(limit: cell_characters)"
            )
        return self.rewrite.apply(pending[:cut])

    def close(self) -> bytes:
        """The rest."""
        return self.rewrite.apply(self.held)


def _xlsx_as_text(xml: bytes) -> bytes:
    """Errors become formula texts, which is what they look like; `&#49;` becomes `1`."""
    return _XLSX_ERROR.sub(rb'\1"str"', _ASCII_REFERENCE.sub(_character, xml))


def in_percent(styles: Collection[bytes]) -> Rewrite:
    """Of a sheet in XLSX, also numbers in these styles become what is shown: 0.041 is `4.1%`."""

    def shown(cell: re.Match[bytes]) -> bytes:
        attributes, style, formula, number = cell.groups()
        kind = _XLSX_TYPE.search(attributes)
        if style not in styles or (kind and kind[1] != b"n"):
            return cell[0]
        told = _XLSX_TYPE.sub(b"", attributes) + b' t="str"'
        return b"<c%b>%b<v>%b</v>" % (told, formula, _percent(number))

    return Rewrite(
        apply=lambda xml: _XLSX_STYLED.sub(shown, _xlsx_as_text(xml)),
        starts_with=b"<c ",
        ends_as=_XLSX_CELL_END,
    )


def _percent(number: bytes) -> bytes:
    """A number as a percentage; what is none stays as it is."""
    try:
        return percent_text(float(number)).encode()
    except (ValueError, InvalidOperation):
        return number


def _character(reference: re.Match[bytes]) -> bytes:
    hexadecimal, decimal = reference.groups()
    character = bytes([int(hexadecimal, 16) if hexadecimal else int(decimal)])
    return reference[0] if character in _KEPT_ESCAPED else character


def _ods_as_text(xml: bytes) -> bytes:
    """Errors, percentages and cells without a type become texts, tabs and breaks characters."""
    return _ODS_LINE_BREAK.sub(b"\n", _ODS_TAB.sub(b"\t", _ODS_CELL.sub(_ods_cell_as_text, xml)))


def _ods_cell_as_text(cell: re.Match[bytes]) -> bytes:
    """A cell as its shown text, where its value says less or another figure than that.

    LibreOffice marks errors and leaves their value empty; Excel writes a value of 0.
    """
    start, paragraph, shown = cell.groups()
    is_error = b'calcext:value-type="error"' in start or _ODS_ERROR.match(shown)
    is_as_sent = b"office:value-type" in start and not _ODS_PERCENTAGE.search(start)
    if not is_error and is_as_sent:
        return cell[0]
    return _ODS_VALUE.sub(b"", start) + b' office:value-type="string">' + paragraph + shown


plain_xlsx = Rewrite(apply=_xlsx_as_text, starts_with=b"<")
plain_ods = Rewrite(apply=_ods_as_text, starts_with=b"<table:")
