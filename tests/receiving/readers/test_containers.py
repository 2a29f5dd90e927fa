"""Zip and gzip become files of our own, or are refused; what they claim counts for nothing."""

from __future__ import annotations

import gzip
import io
import random
import stat
import time
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from pipelines.readers.containers import Member, expand, refuse_expansion
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.settings import PREFIX, Settings
from tests.receiving.readers.packing import entry, overlapping, patched, zipped
from tests.receiving.writing import written

TABLE = b"party,value\nNLD,2.05\n"
SMALL = Limits(expanded_mb=1, members=4)
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def expanded(folder: Path, content: bytes, *, limits: Limits = SMALL) -> list[tuple[str, bytes]]:
    """Names and contents of what is in a container."""
    path = written(folder, content)
    members = expand(path, folder=folder / "members", limits=limits)
    return [(member.name, member.path.read_bytes()) for member in members]


def gzip_with(*, flags: int = 0, header: bytes = b"", content: bytes = TABLE) -> bytes:
    """A gzip file with optional parts in its header (RFC 1952)."""
    packed = zlib.compress(content, wbits=-15)
    check = zlib.crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    return b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + header + packed + check


EXPANDED = {
    "one file": (zipped(("a.csv", TABLE)), [("a.csv", TABLE)]),
    "not compressed": (zipped(("a.csv", TABLE), method=zipfile.ZIP_STORED), [("a.csv", TABLE)]),
    "an empty file": (zipped(("a.csv", b"")), [("a.csv", b"")]),
    "in folders, in its own order": (
        zipped(("2024/b.csv", b"b"), ("2024/", b""), ("2023/a.csv", b"a")),
        [("2024/b.csv", b"b"), ("2023/a.csv", b"a")],
    ),
    "folders as Windows once wrote them": (
        zipped(("2024\\b.csv", b"b")),
        [("2024/b.csv", b"b")],
    ),
    "traces of desktops": (
        zipped(
            ("a.csv", TABLE),
            ("__MACOSX/._a.csv", b"x"),
            ("__MACOSX/sub/x", b"x"),
            (".DS_Store", b"x"),
            ("sub/.DS_Store", b"x"),
            ("sub/~$a.xlsx", b"x"),
            ("sub/._b.csv", b"x"),
            ("Thumbs.db", b"x"),
            ("desktop.ini", b"x"),
        ),
        [("a.csv", TABLE)],
    ),
    "names in other scripts": (zipped(("Côte d’Ivoire.csv", b"1")), [("Côte d’Ivoire.csv", b"1")]),
    "names that would hide or move": (
        zipped(("a\u202egpj.csv\r\n\x1b[2J", b"1")),
        [("a\ufffdgpj.csv\ufffd\ufffd\ufffd[2J", b"1")],
    ),
    "names that say the same in capitals": (
        zipped(("a.csv", b"1"), ("A.csv", b"2")),
        [("a.csv", b"1"), ("A.csv", b"2")],
    ),
    "files with Unix modes": (
        zipped((entry("a.csv", mode=stat.S_IFREG | 0o644), b"1")),
        [("a.csv", b"1")],
    ),
    "an archive in an archive": (
        zipped(("in.zip", zipped(("a.csv", b"1"))), ("b.csv.gz", gzip_with(content=b"2"))),
        [("in.zip/a.csv", b"1"), ("b.csv.gz/unnamed", b"2")],
    ),
    "gzip": (gzip.compress(TABLE, mtime=0), [("unnamed", TABLE)]),
    "gzip of nothing": (gzip.compress(b"", mtime=0), [("unnamed", b"")]),
    "gzip with a name": (gzip_with(flags=8, header=b"a-2024.csv\0"), [("a-2024.csv", TABLE)]),
    "gzip with a name in folders": (
        gzip_with(flags=8, header=b"../../etc/a.csv\0"),
        [("a.csv", TABLE)],
    ),
    "gzip with everything in its header": (
        gzip_with(flags=4 | 8 | 16, header=b"\x03\0abca.csv\0a comment\0"),
        [("a.csv", TABLE)],
    ),
    "gzip after gzip": (
        gzip.compress(b"a,b\n", mtime=0) + gzip.compress(b"1,2\n", mtime=0),
        [("unnamed", b"a,b\n1,2\n")],
    ),
    "gzip filled up with zeros": (
        gzip.compress(TABLE, mtime=0) + bytes(100_000),
        [("unnamed", TABLE)],
    ),
    "a workbook stays whole": (
        zipped(("a.xlsx", zipped(("[Content_Types].xml", b"<T/>"), ("xl/workbook.xml", b"<w/>")))),
        [("a.xlsx", zipped(("[Content_Types].xml", b"<T/>"), ("xl/workbook.xml", b"<w/>")))],
    ),
}


@pytest.mark.parametrize(("content", "members"), EXPANDED.values(), ids=EXPANDED.keys())
def test_a_container_becomes_its_files(
    tmp_path: Path, content: bytes, members: list[tuple[str, bytes]]
) -> None:
    assert expanded(tmp_path, content) == members


GOOD = zipped(("a.csv", TABLE * 40))
NESTED = zipped(("1.zip", zipped(("2.zip", zipped(("a.csv", b"1"))))))
REFUSED = {
    "no file": (zipped(), "holds no file"),
    "folders alone": (zipped(("2024/", b"")), "holds no file"),
    "traces alone": (zipped((".DS_Store", b"x")), "holds no file"),
    "a name that leads out": (zipped(("../a.csv", b"1")), "outside"),
    "a name that leads out on the way": (zipped(("a/../../b.csv", b"1")), "outside"),
    "a name that leads out in Windows": (zipped(("..\\a.csv", b"1")), "outside"),
    "an absolute name": (zipped(("/etc/passwd", b"1")), "outside"),
    "an absolute name in Windows": (zipped(("C:\\a.csv", b"1")), "outside"),
    "no name": (zipped((entry(""), b"1")), "outside"),
    "a symbolic link": (
        zipped((entry("a.csv", mode=stat.S_IFLNK | 0o777), b"/etc/passwd")),
        "link or a special file",
    ),
    "a device": (zipped((entry("a.csv", mode=stat.S_IFCHR), b"")), "link or a special file"),
    "a folder with content": (zipped((entry("a/"), b"1")), "link or a special file"),
    "the same name twice": (zipped(("a.csv", b"1"), ("a.csv", b"2")), "twice"),
    "the same name by other slashes": (zipped(("a/b", b"1"), ("a\\b", b"2")), "twice"),
    "too many files": (
        zipped(*((f"{n}.csv", b"1") for n in range(5))),
        "5 files, over the limit of 4",
    ),
    "too many files in archives": (
        zipped(
            ("1.zip", zipped(("a", b"1"), ("b", b"1"))), ("2.zip", zipped(("c", b"1"), ("d", b"1")))
        ),
        "more than 4 files",
    ),
    "too deep": (NESTED, "archive in an archive in an archive"),
    "too large": (zipped(("a.csv", bytes(1_000_001))), "1000001 bytes, over the limit of 1 MB"),
    "too large together": (
        zipped(("a.csv", bytes(600_000)), ("b.csv", bytes(600_000))),
        "over the limit of 1 MB",
    ),
    "too large in archives": (
        zipped(("a.zip", zipped(("a", bytes(600_000)))), ("b.zip", zipped(("b", bytes(600_000))))),
        "over the limit of 1 MB",
    ),
    "gzip that is too large": (gzip.compress(bytes(1_000_001), mtime=0), "over the limit of 1 MB"),
    "entries that overlap": (overlapping(bytes(200_000), times=3), "overlaps another entry"),
    "a password": (
        patched(
            patched(GOOD, at=6, form="<H", value=1, signature=LOCAL),
            at=8,
            form="<H",
            value=1,
            signature=CENTRAL,
        ),
        "protected by a password",
    ),
    "a method nobody knows": (
        patched(GOOD, at=10, form="<H", value=99, signature=CENTRAL),
        "method 99",
    ),
    "bzip2 inside": (zipped(("a", TABLE), method=zipfile.ZIP_BZIP2), "method 12"),
    "LZMA inside": (zipped(("a", TABLE), method=zipfile.ZIP_LZMA), "method 14"),
    "a wrong checksum": (
        patched(GOOD, at=16, form="<L", value=1, signature=CENTRAL),
        "damaged or cut off",
    ),
    "a size claimed too small": (
        patched(GOOD, at=24, form="<L", value=5, signature=CENTRAL),
        "damaged or cut off",
    ),
    "a size claimed too large": (
        patched(GOOD, at=24, form="<L", value=900_000, signature=CENTRAL),
        "claims 900000",
    ),
    "packed bytes that are not there": (
        patched(GOOD, at=20, form="<L", value=900_000, signature=CENTRAL),
        "damaged or cut off",
    ),
    "another name in front of the file": (
        GOOD.replace(b"a.csv", b"b.csv", 1),
        "damaged or cut off",
    ),
    "a list of contents cut off": (GOOD[:-30], "damaged or cut off"),
    "cut off in the file": (GOOD[:50], "damaged or cut off"),
    "gzip cut off": (gzip.compress(TABLE, mtime=0)[:-9], "damaged or cut off"),
    "gzip without its checksum": (gzip.compress(TABLE, mtime=0)[:-8], "damaged or cut off"),
    "gzip cut off in its checksum": (gzip.compress(TABLE, mtime=0)[:-1], "damaged or cut off"),
    "gzip cut off in its header": (gzip.compress(TABLE, mtime=0)[:9], "damaged or cut off"),
    "gzip with a wrong checksum": (
        gzip.compress(TABLE, mtime=0)[:-8] + bytes(8),
        "damaged or cut off",
    ),
    "gzip after gzip, cut off": (
        gzip.compress(TABLE, mtime=0) + gzip.compress(TABLE, mtime=0)[:-2],
        "damaged or cut off",
    ),
    "something after gzip": (
        gzip.compress(TABLE, mtime=0) + b"NLD,2.1\n",
        "something else follows",
    ),
    "something after zeros after gzip": (
        gzip.compress(TABLE, mtime=0) + bytes(70_000) + b"NLD,2.1\n",
        "something else follows",
    ),
    "gzip with a name without end": (
        gzip_with(flags=8, header=b"a" * 200_000)[:200_000],
        "cut off",
    ),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_an_honest_container_does_not_hold_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(RefusedFileError) as caught:
        expanded(tmp_path, content)
    assert reason in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_at_the_limits_everything_comes_out(tmp_path: Path) -> None:
    content = zipped(("a", bytes(500_000)), ("b", bytes(499_999)), ("c", b"1"))
    assert len(expanded(tmp_path, content)) == 3


def test_names_lead_nowhere(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(("sub/$(touch x).csv", b"1"), ("b" * 300, b"2")))
    folder = tmp_path / "members"
    members = list(expand(path, folder=folder, limits=SMALL))
    assert [member.path for member in members] == [
        folder / "member-000001",
        folder / "member-000002",
    ]
    assert [len(member.name) for member in members] == [18, 200]


def test_archives_within_are_not_left_behind(tmp_path: Path) -> None:
    expanded(tmp_path, zipped(("in.zip", zipped(("a.csv", b"1")))))
    assert [path.read_bytes() for path in (tmp_path / "members").iterdir()] == [b"1"]


def test_files_come_one_at_a_time(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(("a", b"1"), ("b", b"2")))
    members = expand(path, folder=tmp_path / "members", limits=SMALL)
    assert next(members) == Member(name="a", path=tmp_path / "members" / "member-000001")
    assert len(list((tmp_path / "members").iterdir())) == 1


def test_a_bomb_is_stopped_by_what_it_produces(tmp_path: Path) -> None:
    """Nothing is claimed by gzip, so the bytes are counted; ten times as much is never written."""
    bomb = io.BytesIO()
    with gzip.open(bomb, "wb") as stream:
        for _ in range(20):
            stream.write(bytes(10_000_000))
    with pytest.raises(RefusedFileError, match="200 times its size"):
        expanded(tmp_path, bomb.getvalue(), limits=Limits())
    written_bytes = sum(path.stat().st_size for path in (tmp_path / "members").iterdir())
    assert written_bytes <= 101_000_000


def test_a_bomb_takes_no_memory(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(("a", bytes(50_000_000))))
    tracemalloc.start()
    try:
        for member in expand(path, folder=tmp_path / "members", limits=Limits()):
            assert member.path.stat().st_size == 50_000_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000


def test_many_empty_streams_do_not_hang(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(RefusedFileError, match="streams"):
        expanded(tmp_path, gzip.compress(b"", mtime=0) * 200_001)
    assert time.monotonic() - began < 60


def test_a_list_of_contents_without_end_is_not_read(tmp_path: Path) -> None:
    size = 20_000_000
    end = b"PK\x05\x06" + bytes(8) + size.to_bytes(4, "little") + (4).to_bytes(4, "little")
    with pytest.raises(RefusedFileError, match="list of contents of 20000000 bytes"):
        expanded(tmp_path, b"PK\x03\x04" + bytes(size) + end + bytes(2))


def test_a_workbook_is_unpacked_to_nowhere_to_see_that_it_is_no_bomb(tmp_path: Path) -> None:
    types = ("[Content_Types].xml", b"<T/>")
    refuse_expansion(written(tmp_path, zipped(types, ("xl/a.xml", bytes(900_000)))), limits=SMALL)
    with pytest.raises(RefusedFileError, match="over the limit of 1 MB"):
        refuse_expansion(written(tmp_path, zipped(types, ("xl/a.xml", bytes(10**6)))), limits=SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["figures.csv"]


def test_a_limit_that_can_be_set_is_named_as_it_is_set(tmp_path: Path) -> None:
    for content in (zipped(("a", bytes(1_000_001))), gzip.compress(bytes(1_000_001), mtime=0)):
        with pytest.raises(RefusedFileError) as caught:
            expanded(tmp_path / str(len(content)), content)
        variable = str(caught.value).partition("(")[2].partition(")")[0]
        assert variable.removeprefix(PREFIX).lower() in Settings.model_fields


MUTATIONS = 1500


@pytest.mark.parametrize(
    "seed", [GOOD, NESTED, gzip.compress(TABLE * 40, mtime=0), overlapping(TABLE, times=2)]
)
def test_mutated_containers_are_expanded_unchanged_or_refused(tmp_path: Path, seed: bytes) -> None:
    """A flipped byte never gives other content than was packed: a checksum sees to it."""
    chance = random.Random(20261124)
    for number in range(MUTATIONS):
        began = time.monotonic()
        try:
            members = expanded(tmp_path / str(number), mutated(seed, chance))
        except RefusedFileError:
            members = []
        assert {content for _, content in members} <= {TABLE * 40, TABLE, b"1", b""}
        assert time.monotonic() - began < 10


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a part dropped or doubled."""
    content = bytearray(seed)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                content[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"PK\x01\x02"])
            case 2:
                del content[at : at + chance.randint(1, 8)]
            case _:
                content[at:at] = content[at : at + chance.randint(1, 60)]
        content = content or bytearray(b"P")
    return bytes(content)
