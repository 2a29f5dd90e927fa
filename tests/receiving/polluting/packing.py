"""Damages by packing and naming: archives, bombs, wrong endings."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile

from tests.receiving.polluting.damage import Damage, Inflict, after, cut_at, damages

NAME = "figures.csv"


def zipped(*names: str, times: int = 1) -> Inflict:
    """The file in a zip archive, under each of these names; that in another, so many times."""

    def inflict(content: bytes) -> bytes:
        for level in range(times):
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                for name in names if level == 0 else ("inner.zip",):
                    archive.writestr(zipfile.ZipInfo(name), content)
            content = stream.getvalue()
        return content

    return inflict


def linked(content: bytes) -> bytes:
    """A zip archive with a symbolic link beside the file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(NAME, content)
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def bomb(content: bytes) -> bytes:
    """A zip archive that unpacks to two hundred megabytes of nothing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(NAME, content)
        with archive.open("zeros.csv", "w") as member:
            for _ in range(130):
                member.write(bytes(1_000_000))
    return stream.getvalue()


def tarred(content: bytes) -> bytes:
    """A tar archive with the file."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(NAME)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def gzipped(content: bytes) -> bytes:
    """The file packed with gzip, always to the same bytes."""
    return gzip.compress(content, mtime=0)


def flipped(share: float) -> Inflict:
    """One byte another, after this share of them."""

    def inflict(content: bytes) -> bytes:
        at = int(len(content) * share)
        return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]

    return inflict


def _with_blank_lines(number: int) -> Inflict:
    return lambda content: content + b"\n" * (number + 1)


PACKED = tuple(
    # Blank lines, so that no two archives hold the same bytes: those would be duplicates.
    Damage(
        good="tidy",
        name=name,
        inflict=after(_with_blank_lines(number), inflict),
        file_name=f"packed-{number}.bin",
    )
    for number, (name, inflict) in enumerate(
        {
            "in gzip": gzipped,
            "in gzip, cut off": after(gzipped, cut_at(0.7)),
            "in gzip, a byte flipped": after(gzipped, flipped(0.5)),
            "in gzip, the check sum lost": after(gzipped, lambda content: content[:-8]),
            "in gzip, rubbish behind": after(gzipped, lambda content: content + b"rubbish"),
            "in gzip, in two parts": lambda content: gzipped(content[:99]) + gzipped(content[99:]),
            "in gzip twice": after(gzipped, gzipped),
            "in gzip thrice": after(gzipped, gzipped, gzipped),
            "in zip": zipped(NAME),
            "in zip, cut off": after(zipped(NAME), cut_at(0.7)),
            "in zip, a byte flipped": after(zipped(NAME), flipped(0.3)),
            "in zip, the beginning lost": after(zipped(NAME), lambda content: content[20:]),
            "in zip in zip": zipped(NAME, times=2),
            "in zip in zip in zip": zipped(NAME, times=3),
            "in zip, above its folder": zipped("../../figures.csv"),
            "in zip, at the root": zipped("/etc/figures.csv"),
            "in zip, by a drive": zipped("C:\\figures.csv"),
            "in zip, twice": zipped(NAME, "copy.csv"),
            "in zip, beside a link": linked,
            "in zip, beside a bomb": bomb,
            "in zip, marked as encrypted": after(
                zipped(NAME),
                lambda content: content.replace(
                    b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"
                ),
            ),
            "in tar": tarred,
            "in tar in gzip": after(tarred, gzipped),
            "in bzip2": bz2.compress,
            "in xz": lzma.compress,
        }.items()
    )
)

NAMED = (
    *damages("tidy", {"a web page instead": lambda _: b"<!doctype html><html>log in</html>"}),
    *damages("tidy", {"a PDF instead": lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"}),
    *(
        Damage(good=good, name=f"named {name}", inflict=lambda content: content, file_name=name)
        for good, name in (
            ("tidy", "figures.xlsx"),
            ("dues", "dues.json"),
            ("workbook", "figures.csv"),
            ("parquet", "figures.xml"),
            ("ndjson", "figures.txt"),
            ("iati", "dfid-589.json"),
            ("un", "contributors"),
        )
    ),
)

PACKING: tuple[Damage, ...] = (*PACKED, *NAMED)
