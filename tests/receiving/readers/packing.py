"""Archives, honest and otherwise, as bytes."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip archive with these members."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.filterwarnings("ignore", "Duplicate name")
        for name, content in members:
            with archive.open(_info(name, method=method), "w") as target:
                target.write(content)
    return stream.getvalue()


def _info(name: str | zipfile.ZipInfo, *, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name) if isinstance(name, str) else name
    info.compress_type = method
    return info


def entry(name: str, *, mode: int = 0, flags: int = 0) -> zipfile.ZipInfo:
    """An entry with a Unix mode and flags of its own."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.flag_bits = flags
    return info


def patched(archive: bytes, *, at: int, form: str, value: int, signature: bytes) -> bytes:
    """The archive with one field overwritten, `at` bytes behind each such signature."""
    changed = bytearray(archive)
    found = archive.find(signature)
    while found >= 0:
        struct.pack_into(form, changed, found + at, value)
        found = archive.find(signature, found + 4)
    return bytes(changed)


def overlapping(content: bytes, *, times: int) -> bytes:
    """A zip bomb: many entries of the list of contents that point to one and the same file."""
    single = zipped(("0", content))
    list_at = single.index(b"PK\x01\x02")
    end_at = single.index(b"PK\x05\x06")
    central = bytearray(single[list_at:end_at])
    entries = bytearray()
    for number in range(times):
        central[46:47] = f"{number % 10}".encode()
        entries += central
    end = bytearray(single[end_at:])
    struct.pack_into("<HHLL", end, 8, times, times, len(entries), list_at)
    return single[:list_at] + bytes(entries) + bytes(end)
