"""Which files in the inbox have arrived whole."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from pipelines.inbox import identity, settled_files, wait_for_files


def _file(folder: Path, name: str = "figures.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("a,b\n")
    return path


@pytest.mark.parametrize(
    ("age", "is_settled"), [(2.0, False), (2.999, False), (3.0, True), (3.5, True)]
)
def test_a_file_is_taken_once_it_has_not_changed_for_the_settling_time(
    tmp_path: Path, age: float, is_settled: bool
) -> None:
    path = _file(tmp_path)
    settled, settling = settled_files(tmp_path, settle_seconds=3.0, at=path.stat().st_ctime + age)
    assert (settled, settling) == (([path], []) if is_settled else ([], [path]))


def test_a_copy_that_preserves_an_old_date_has_still_just_arrived(tmp_path: Path) -> None:
    path = _file(tmp_path)
    os.utime(path, (0, 0))
    assert settled_files(tmp_path, settle_seconds=3.0, at=time.time()) == ([], [path])


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.csv",
        "~figures.csv",
        "figures.csv.part",
        "FIGURES.CSV.PART",
        "figures.partial",
        "figures.tmp",
        "figures.crdownload",
        "figures.csv.filepart",
        "figures.csv.swp",
        ".upload/figures.csv",
        "~sync/figures.csv",
    ],
)
def test_unfinished_transfers_and_hidden_files_are_left_alone(tmp_path: Path, name: str) -> None:
    path = _file((tmp_path / name).parent, Path(name).name)
    assert settled_files(tmp_path, settle_seconds=0, at=time.time() + 9) == ([], [])
    assert path.exists()


def test_a_symbolic_link_is_not_a_submission(tmp_path: Path) -> None:
    outside = _file(tmp_path / "outside")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "figures.csv").symlink_to(outside)
    assert settled_files(tmp_path / "inbox", settle_seconds=0, at=time.time() + 9) == ([], [])


def test_a_linked_folder_is_not_walked_into(tmp_path: Path) -> None:
    _file(tmp_path / "outside")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "linked").symlink_to(tmp_path / "outside")
    assert settled_files(tmp_path / "inbox", settle_seconds=0, at=time.time() + 9) == ([], [])


def test_files_in_folders_of_the_inbox_are_submissions_in_the_order_of_their_names(
    tmp_path: Path,
) -> None:
    files = [_file(tmp_path / "a"), _file(tmp_path / "b"), _file(tmp_path, "c.csv")]
    assert settled_files(tmp_path, settle_seconds=0, at=time.time() + 9) == (files, [])


def test_a_file_that_has_just_arrived_is_waited_for(tmp_path: Path) -> None:
    path = _file(tmp_path)
    assert wait_for_files(tmp_path, settle_seconds=0.2) == ([path], [])


def test_a_file_that_goes_on_growing_is_left_for_the_next_run(tmp_path: Path) -> None:
    path = _file(tmp_path)
    is_over = threading.Event()

    def grow() -> None:
        with path.open("a") as stream:
            while not is_over.wait(0.02):
                stream.write("1,2\n")
                stream.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        assert wait_for_files(tmp_path, settle_seconds=0.3) == ([], [path])
    finally:
        is_over.set()
        writer.join()


def test_an_empty_inbox_is_not_waited_for(tmp_path: Path) -> None:
    began = time.monotonic()
    assert wait_for_files(tmp_path, settle_seconds=600) == ([], [])
    assert time.monotonic() - began < 60


def test_a_file_written_to_has_another_identity(tmp_path: Path) -> None:
    path = _file(tmp_path)
    before = identity(path)
    assert identity(path) == before
    path.write_text("a,b\n1,2\n")
    assert identity(path) != before


def test_a_file_replaced_by_another_of_equal_size_has_another_identity(tmp_path: Path) -> None:
    path = _file(tmp_path)
    before = identity(path)
    _file(tmp_path, "other.csv").replace(path)
    assert identity(path) != before


def test_a_file_that_has_gone_has_no_identity(tmp_path: Path) -> None:
    assert identity(tmp_path / "gone.csv") is None
