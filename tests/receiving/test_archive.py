"""The archive keeps exactly the bytes that were sent, under names nobody chooses."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import archive_file
from tests.receiving.writing import written


@pytest.mark.parametrize("content", [b"", b"a,b\r\n\x00\xff", b"x" * 3_000_000])
def test_the_archive_holds_the_exact_bytes_under_their_hash(tmp_path: Path, content: bytes) -> None:
    kept = archive_file(written(tmp_path, content), archive=tmp_path / "archive")
    assert kept.path.read_bytes() == content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.size_bytes == len(content)
    assert kept.path == tmp_path / "archive" / kept.sha256[:2] / f"{kept.sha256}.csv"


def test_the_same_bytes_are_kept_once_whatever_their_name(tmp_path: Path) -> None:
    first = archive_file(written(tmp_path, b"1", name="a.csv"), archive=tmp_path / "archive")
    second = archive_file(written(tmp_path, b"1", name="b.txt"), archive=tmp_path / "archive")
    assert first == second
    assert [item for item in (tmp_path / "archive").rglob("*") if item.is_file()] == [first.path]


@pytest.mark.parametrize(
    "name",
    [
        "figures",
        "figures.CSV[1]",
        "figures.c*v",
        "figures.c?v",
        "figures.csv ",
        "..csv;rm -rf",
        "..",
        "figures.csv\n",
        f"figures.{'x' * 200}",
        "figures.é",
        "figures.\udcff",
    ],
)
def test_an_ending_that_is_no_plain_ending_is_not_taken_over(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "sent"
    path = written(folder, b"1", name=name) if name != ".." else written(folder, b"1", name="...")
    kept = archive_file(path, archive=tmp_path / "archive")
    assert kept.path.name == kept.sha256


@given(suffix=st.text(max_size=12))
def test_no_ending_leads_out_of_the_archive(
    suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "endings"
    name = f"x.{suffix}".replace("/", "").replace("\0", "")
    try:
        path = written(folder / "sent", suffix.encode(errors="surrogatepass"), name=name)
    except (OSError, UnicodeEncodeError):
        return  # no file can have this name
    kept = archive_file(path, archive=folder / "archive")
    assert kept.path.parent.parent == folder / "archive"
    assert kept.path.resolve().is_relative_to(folder.resolve() / "archive")
    assert not set(kept.path.name) & set("*?[]\\ ")


def test_a_file_that_has_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        archive_file(tmp_path / "gone.csv", archive=tmp_path / "archive")
    assert list((tmp_path / "archive").iterdir()) == []


def test_many_at_once_keep_one_whole_copy(tmp_path: Path) -> None:
    content = b"0123456789" * 200_000
    path = written(tmp_path, content)
    threads = [
        threading.Thread(target=archive_file, args=(path,), kwargs={"archive": tmp_path / "kept"})
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (kept,) = [item for item in (tmp_path / "kept").rglob("*") if item.is_file()]
    assert kept.read_bytes() == content
