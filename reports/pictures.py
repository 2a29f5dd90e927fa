"""PNG files made small: a chart has few colours, so a palette holds them without loss."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import accumulate

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = ">IIBBBBB"
_RGBA = (8, 6, 0, 0, 0)
_MOST_COLOURS = 256
_CHANNELS = 4
_SUB = 1


def with_palette(png: bytes) -> bytes:
    """The same picture with a palette; unchanged where it is not plain RGBA with few colours."""
    chunks = dict(_chunks(png))
    width, height, *form = struct.unpack(_HEADER, chunks[b"IHDR"])
    raw = zlib.decompress(chunks[b"IDAT"])
    stride = width * _CHANNELS + 1
    if tuple(form) != _RGBA or any(raw[row * stride] > _SUB for row in range(height)):
        return png
    rows = [_pixels(raw[row * stride : (row + 1) * stride]) for row in range(height)]
    colours = sorted({pixel for row in rows for pixel in row})
    if len(colours) > _MOST_COLOURS:
        return png
    return _indexed(rows, colours, width=width)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Chunks by type; the pieces of the image data joined."""
    place, image = len(_SIGNATURE), b""
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        if kind == b"IDAT":
            image += content
        else:
            yield kind, content
        place += length + 12
    yield b"IDAT", image


def _pixels(line: bytes) -> list[tuple[int, ...]]:
    """Red, green, blue of each pixel; transparency is dropped, our charts have a background."""
    channels = [line[1 + index :: _CHANNELS] for index in range(_CHANNELS - 1)]
    if line[0] == _SUB:
        channels = [bytes(value & 255 for value in accumulate(one)) for one in channels]
    return list(zip(*channels, strict=True))


def _indexed(
    rows: list[list[tuple[int, ...]]], colours: list[tuple[int, ...]], *, width: int
) -> bytes:
    index = {colour: place for place, colour in enumerate(colours)}
    image = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in rows)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(_HEADER, width, len(rows), 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(value for colour in colours for value in colour)),
            _chunk(b"IDAT", zlib.compress(image, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
