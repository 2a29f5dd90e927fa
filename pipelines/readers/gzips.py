"""Gzip files: one stream or several after each other, unpacked piece by piece."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipelines.readers.contract import RefusedFileError
from pipelines.readers.starts import read_start
from pipelines.readers.zips import Packed, damage_told, shown_name

_PIECE_BYTES = 65_536
_CHUNK_BYTES = 1 << 18
_WITH_GZIP_HEADER = 16 + zlib.MAX_WBITS
# Block-wise gzip has one stream for each 64 KB; so many streams are more than any limit expands to.
_MOST_STREAMS = 200_000
_FIXED_HEADER_BYTES = 10
_FIRST_BYTE = b"\x1f"
_HAS_EXTRA, _HAS_NAME = 0x04, 0x08


def gzipped_file(file: Path) -> Packed:
    """The one file in a gzip file, under the name its header gives, if any."""
    return Packed(_name(read_start(file)) or "unnamed", _chunks(file))


def _chunks(file: Path) -> Iterator[bytes]:
    # The library's own gzip module reads names in a header byte by byte, however long they are.
    with file.open("rb") as source, damage_told("gzip file"):
        piece = source.read(_PIECE_BYTES)
        for _ in range(_MOST_STREAMS):
            stream = zlib.decompressobj(_WITH_GZIP_HEADER)
            while not stream.eof:
                if not piece:
                    raise EOFError("it ends before its end")
                if chunk := stream.decompress(piece, _CHUNK_BYTES):
                    yield chunk
                piece = stream.unconsumed_tail or _next(stream, source)
            piece = stream.unused_data or source.read(_PIECE_BYTES)
            if not piece.startswith(_FIRST_BYTE):
                return _refuse_rest(piece, source)
    raise RefusedFileError(
        f"the gzip file is made of over {_MOST_STREAMS} streams; pack the file as a whole"
    )


def _next(stream: zlib._Decompress, source: BinaryIO) -> bytes:
    return b"" if stream.eof else source.read(_PIECE_BYTES)


def _refuse_rest(piece: bytes, source: BinaryIO) -> None:
    """Zeros may follow, by which tapes and blocks are filled up; nothing else."""
    while piece:
        if piece.strip(b"\x00"):
            raise EOFError("something else follows its end")
        piece = source.read(_PIECE_BYTES)


def _name(start: bytes) -> str:
    """The name in the header (RFC 1952), Latin-1, without folders; empty when it has none."""
    flags, at = start[3] if len(start) > _FIXED_HEADER_BYTES else 0, _FIXED_HEADER_BYTES
    if not flags & _HAS_NAME:
        return ""
    if flags & _HAS_EXTRA:
        at += 2 + int.from_bytes(start[at : at + 2], "little")
    name = start[at:].partition(b"\x00")[0].decode("latin-1")
    return shown_name(name).rpartition("/")[2]
