"""What an archived file holds: an archive of files, our tidy table, or a declared form."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.forms import FormFile
from pipelines.headings import as_declared
from pipelines.readers.blanks import plain_heading
from pipelines.readers.containers import Member, expand
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.readers.delimited import Dialect, dialect_of
from pipelines.readers.evidence import UnknownEncodingError
from pipelines.readers.kinds import XML_ROOTS, FileKind, describe, kind_of
from pipelines.readers.starts import read_start, text_of
from pipelines.readers.text import as_utf8
from pipelines.recognising import Recognised, Shape, recognise
from pipelines.sources import Source
from pipelines.tidy import MEANT, is_column, is_tidy, tidy_form, tidy_header
from warehouse.connection import Location
from warehouse.forms import parquet_columns
from warehouse.layouts import LAYOUTS, Layout

_SAMPLE_BYTES = 65_536
_FIRST_ROWS = 30
_TIDY_FORMATS: Mapping[FileKind, str] = {
    FileKind.WORKBOOK: "sheet",
    FileKind.JSON: "records",
    FileKind.PARQUET: "parquet",
}


@dataclass(frozen=True, kw_only=True)
class Packed:
    """An archive, and the files in it."""

    members: Sequence[Member]


@dataclass(frozen=True, kw_only=True)
class Tidy:
    """Delimited text in our own layout: UTF-8 with the header on its first line.

    `dialect` is that of the file as sent.
    """

    path: Path
    dialect: Dialect
    layout: Layout
    header: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Formed:
    """A file in a form.

    Its source is None for our own layout in another format: its rows name it. `dialect` is None
    where it is no delimited text.
    """

    path: Path
    form: FormFile
    source: Source | None
    layout: Layout
    dialect: Dialect | None


@dataclass(frozen=True, kw_only=True)
class Opener:
    """What is needed to tell what a file holds: declared sources, and a folder to unpack into."""

    folder: Path
    sources: Collection[Source]
    limits: Limits
    location: Location

    def open(self, path: Path, *, sent_as: Path) -> Packed | Tidy | Formed:
        """What the file holds. `sent_as` is where it lay, for its folder and name.

        Raises:
            RefusedFileError: when it holds nothing we can read.
            UnreadableFileError: when it is Parquet in name only.
        """
        kind = kind_of(path)
        if kind in {FileKind.ZIP, FileKind.GZIP}:
            return Packed(members=list(expand(path, folder=self.folder, limits=self.limits)))
        name = "/".join(sent_as.parts[-2:])
        if kind is FileKind.DELIMITED:
            return self._text(path, name=name)
        shape = self._shape(path, kind=kind, name=name)
        return _tidy(path, shape) or _formed(path, recognise(shape, self.sources))

    def _text(self, path: Path, *, name: str) -> Tidy | Formed:
        try:
            return self._text_in(path, name=name, encoding=self._encoding())
        except UnknownEncodingError as refusal:
            read = [
                content
                for encoding in sorted(self._encodings() - {None}, key=str)
                if (content := self._as_declared(path, name=name, encoding=encoding))
            ]
            if len(read) == 1:
                return read[0]
            raise refusal

    def _as_declared(self, path: Path, *, name: str, encoding: str | None) -> Formed | None:
        """The file in an encoding, if the form that it then has declares that encoding."""
        try:
            content = self._text_in(path, name=name, encoding=encoding)
        except RefusedFileError:
            return None
        if isinstance(content, Formed) and content.form.encoding == encoding:
            return content
        return None

    def _text_in(self, path: Path, *, name: str, encoding: str | None) -> Tidy | Formed:
        text = as_utf8(path, folder=self.folder, declared=encoding)
        forms = [form for source in self.sources for form in source.forms]
        wanted = [form.wanted() for form in forms if form.format == "delimited"]
        wanted += [frozenset(layout.required) for layout in LAYOUTS.values()]
        dialect = dialect_of(text.path, limits=self.limits, wanted=wanted, meant=MEANT)
        from_header = _from_line(text.path, line=dialect.header_line, folder=self.folder)
        if is_tidy(dialect.columns):
            layout, header = tidy_header(dialect.columns)
            return Tidy(path=from_header, dialect=dialect, layout=layout, header=header)
        tables = {"": dialect.columns}
        shape = Shape(name=name, kind=FileKind.DELIMITED, tables=tables, sample=_sample(text.path))
        recognised = recognise(shape, self.sources)
        is_grid = recognised.form.format == "grid"
        columns = as_declared(dialect.columns, recognised.form.mentioned())
        return _formed(
            text.path if is_grid else from_header,
            recognised,
            dialect=replace(dialect, columns=columns),
        )

    def _encoding(self) -> str | None:
        """The encoding declared, when the submitter's source is certain and declares but one."""
        declared = self._encodings()
        return declared.pop() if len(self.sources) == len(declared) == 1 else None

    def _encodings(self) -> set[str | None]:
        return {form.encoding for source in self.sources for form in source.forms}

    def _shape(self, path: Path, *, kind: FileKind, name: str) -> Shape:
        """What can be seen of a file that is no delimited text; each reader brings its library."""
        if kind is FileKind.WORKBOOK:
            sheets, hidden = _first_texts(path, limits=self.limits)
            sample = "\n".join(text for texts in sheets.values() for text in texts)
            return Shape(name=name, kind=kind, tables=sheets, hidden=hidden, sample=sample)
        if kind is FileKind.JSON:
            from pipelines.readers.record_shapes import describe_records

            return Shape(name=name, kind=kind, tables=describe_records(path, limits=self.limits))
        if kind is FileKind.XML:
            return self._xml_shape(path, name=name)
        if kind is FileKind.PARQUET:
            return Shape(name=name, kind=kind, tables={"": parquet_columns(self.location, path)})
        raise RefusedFileError(
            "the file is empty" if kind is FileKind.EMPTY else f"this is {describe(path)}"
        )

    def _xml_shape(self, path: Path, *, name: str) -> Shape:
        from pipelines.readers.elements import describe_elements
        from pipelines.readers.sdmx import describe_sdmx
        from pipelines.readers.xml_elements import local_name, root_of

        root = local_name(root_of(path, limits=self.limits))
        is_sdmx = root in XML_ROOTS["sdmx"]
        tables = {"": describe_sdmx(path, limits=self.limits)} if is_sdmx else {}
        for form in (form for source in self.sources for form in source.forms):
            records = form.records[0]
            if form.format == "elements" and records.startswith(f"{root}/"):
                tables[records] = describe_elements(path, records=records, limits=self.limits)
        sample = text_of(read_start(path)) or ""
        return Shape(name=name, kind=FileKind.XML, tables=tables, sample=sample, root=root)


def _tidy(path: Path, shape: Shape) -> Formed | None:
    """Our own layout in another format, if that is what the file holds.

    Of a workbook the first texts of a sheet are known, the header among them.
    """
    for table, texts in shape.tables.items():
        if shape.kind not in _TIDY_FORMATS or not is_tidy(texts):
            continue
        columns = [text for text in texts if is_column(text)]
        if shape.kind is FileKind.WORKBOOK:
            # A note, or a heading that comes again, may say what a column is called, too.
            texts = tuple(dict.fromkeys(map(plain_heading, columns)))
        layout, _ = tidy_header(texts)
        if shape.kind is not FileKind.PARQUET:
            columns = [*layout.columns]  # an object, or a sheet, leaves out what it does not have
        form = tidy_form(layout, columns=columns, written_as=_TIDY_FORMATS[shape.kind], table=table)
        return Formed(path=path, form=form, source=None, layout=layout, dialect=None)
    return None


def _formed(path: Path, recognised: Recognised, *, dialect: Dialect | None = None) -> Formed:
    return Formed(
        path=path,
        form=recognised.form,
        source=recognised.source,
        layout=LAYOUTS[recognised.source.layout],
        dialect=dialect,
    )


def _first_texts(
    path: Path, *, limits: Limits
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The texts of the first rows of each sheet that is shown, and the names of the others.

    A header, when there is one, is among these texts.
    """
    from pipelines.readers.sheets import chosen_sheets, sheet_rows
    from pipelines.readers.workbook import open_workbook

    texts: dict[str, tuple[str, ...]] = {}
    workbook = open_workbook(path, limits=limits)
    for sheet, row, cells in sheet_rows(workbook, chosen_sheets(workbook, None), limits=limits):
        found = texts.setdefault(sheet, ())
        if row <= _FIRST_ROWS:
            texts[sheet] = (*found, *(cell.strip() for cell in cells if cell))
    return texts, tuple(sheet.name for sheet in workbook.sheets if sheet.is_hidden)


def _sample(path: Path) -> str:
    with path.open("rb") as stream:
        return stream.read(_SAMPLE_BYTES).decode("utf-8", errors="replace")


def _from_line(path: Path, *, line: int, folder: Path) -> Path:
    """The file itself, or a copy without the lines above its header."""
    if line == 1:
        return path
    copy = folder / "from-header.csv"
    with path.open("rb") as source, copy.open("wb") as target:
        for _ in range(line - 1):
            source.readline()
        shutil.copyfileobj(source, target)
    return copy
