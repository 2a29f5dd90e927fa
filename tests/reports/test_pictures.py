"""PNG files with a palette show the very same picture."""

from __future__ import annotations

import struct
import zlib

import pytest

from reports.charts import PNG_SCALE, chart_of, picture
from reports.pictures import with_palette
from tests.reports import examples


def png(rows: list[list[tuple[int, int, int]]], *, subtract: bool = True) -> bytes:
    """A plain RGBA file as our renderer writes it."""
    raw = b""
    for row in rows:
        line = [channel for pixel in row for channel in (*pixel, 255)]
        if subtract:
            left = [0, 0, 0, 0, *line]
            line = [(value - before) & 255 for value, before in zip(line, left, strict=False)]
        raw += bytes([1 if subtract else 0, *line])
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def shown(made: bytes) -> list[list[tuple[int, ...]]]:
    """The pixels of a file with a palette."""
    assert made[25] == 3
    width, height = struct.unpack(">II", made[16:24])
    palette = made[made.index(b"PLTE") + 4 :]
    start = made.index(b"IDAT")
    (length,) = struct.unpack(">I", made[start - 4 : start])
    raw = zlib.decompress(made[start + 4 : start + 4 + length])
    rows = [raw[row * (width + 1) + 1 : (row + 1) * (width + 1)] for row in range(height)]
    return [[tuple(palette[index * 3 : index * 3 + 3]) for index in row] for row in rows]


@pytest.mark.parametrize("subtract", [True, False])
def test_every_pixel_stays_as_it_was(*, subtract: bool) -> None:
    rows = [
        [(255, 255, 255), (0, 0, 0), (1, 2, 3)],
        [(1, 2, 3), (250, 4, 250), (250, 4, 250)],
    ]
    assert shown(with_palette(png(rows, subtract=subtract))) == rows


def test_a_picture_of_many_colours_is_left_alone() -> None:
    many = png([[(index, other, 0) for index in range(64)] for other in range(8)])
    assert with_palette(many) == many


def test_charts_become_small_and_are_twice_as_fine_as_shown() -> None:
    view = examples.nato_view()
    assert view.lead is not None
    chart = chart_of(view.lead, view)
    assert chart is not None
    made = picture(chart)
    assert made[25] == 3
    width = struct.unpack(">I", made[16:20])[0]
    assert f'width="{width // PNG_SCALE}"' in chart.svg
