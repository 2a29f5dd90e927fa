"""A file's day of publication stands in the file beside it, whatever that one looks like."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from commitments.errors import ReceivingError
from commitments.model import SubmissionStatus
from pipelines.companions import told_by_companion
from pipelines.readers.contract import Limits, RefusedFileError
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from tests.receiving.writing import observation, table, written

HEADING = "country,iso,year,month,total,financial,humanitarian,military,commitments,gdp,pct_gdp"
DONORS = f"{HEADING}\nNetherlands,NLD,2022,3,1,0,0,1,1,800,0.1\n".encode()
RELEASE = "release,period,date,label\n29,04/2026,2026-07-30,Ukraine Support Trackér\n"
DAY = date(2026, 7, 30)


@pytest.mark.parametrize(
    "content",
    [
        RELEASE.encode(),
        RELEASE.encode("utf-16"),
        ("\ufeff" + RELEASE.replace(",", ";").replace("\n", "\r\n") + "\r\n").encode(),
        ("Release of the tracker\n\n" + RELEASE).encode(),
    ],
)
def test_a_companion_is_read_as_other_files_are(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    assert told_by_companion(path, column="date", limits=Limits()) == DAY.isoformat()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (RELEASE.encode("windows-1252"), "is not UTF-8"),
        (b"\xff\xfe\x00", "is not utf-16-le"),
        (b"", "no line that is not blank"),
        (b"release,day\n29,2026-07-30\n", "expected the column date, found release, day"),
        ((RELEASE + "30,,2026-08-30,\n").encode(), "expected one row of 4 cells below"),
        (RELEASE.encode() + b"x" * 17_000_000, "limit record_mb"),
    ],
)
def test_a_companion_that_says_no_day_is_told_in_words(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = written(tmp_path, content, name="release_info.csv")
    with pytest.raises(RefusedFileError, match=r"release_info\.csv beside it") as refusal:
        told_by_companion(path, column="date", limits=Limits())
    assert told in str(refusal.value)


def test_no_companion_says_nothing(tmp_path: Path) -> None:
    assert told_by_companion(tmp_path / "none.csv", column="date", limits=Limits()) is None


@pytest.mark.slow
def test_a_companion_costs_no_file_but_its_own(tmp_path: Path, now: datetime) -> None:
    """The first pair cannot be used; the second lies in a folder of an archive."""
    sent = tmp_path / "sent"
    written(sent / "a", DONORS, name="data_explorer.csv")
    written(sent / "a", RELEASE.encode("windows-1252"), name="release_info.csv")
    with zipfile.ZipFile(sent / "b.zip", "w") as archive:
        archive.writestr("state/data_explorer.csv", DONORS.replace(b"800", b"801"))
        archive.writestr("state/release_info.csv", RELEASE)
        archive.writestr("release_info.csv", RELEASE.replace(str(DAY), "2020-01-01"))
        archive.writestr("state/README.txt", "Please cite us.\n")
        archive.writestr("LICENSE", "Free, for all, who cite us.\n")
        archive.writestr("Metadata_Country_API_1.csv", '"Code","Region",\n"NLD","Europe",\n')
        archive.writestr("notice.md", table([observation("FRA")]))
    written(sent, table([observation()]), name="c.csv")
    receipts = {
        item.file: item
        for item in receive_submissions(
            Settings(home=tmp_path / "home"), paths=sorted(sent.iterdir()), now=now
        )
    }
    assert receipts["a/data_explorer.csv"].status is SubmissionStatus.REJECTED
    assert "release_info.csv beside it" in receipts["a/data_explorer.csv"].reasons[0]
    assert receipts["b.zip/state/data_explorer.csv"].edition == DAY
    told = "'state/README.txt', 'LICENSE', 'Metadata_Country_API_1.csv': about the data, not read"
    assert told in receipts["b.zip/state/data_explorer.csv"].notices[0]
    assert receipts["b.zip/notice.md"].status is SubmissionStatus.ACCEPTED
    assert not any("README" in name or "Metadata" in name for name in receipts)
    assert receipts["c.csv"].status is SubmissionStatus.ACCEPTED


@pytest.mark.slow
def test_a_fault_of_ours_with_one_file_is_told_when_the_others_are_received(
    tmp_path: Path, now: datetime
) -> None:
    settings = Settings(home=tmp_path / "home", settle_seconds=0)
    content = table([observation()])
    first = written(settings.inbox, content, name="a.csv")
    second = written(settings.inbox, table([observation("BEL")]), name="b.csv")
    in_the_way = written(settings.archive, b"", name=hashlib.sha256(content).hexdigest()[:2])
    with pytest.raises(ReceivingError, match=r"1 of 2 files could not be received.*'a\.csv'"):
        receive_submissions(settings, now=now)
    assert (first.exists(), second.exists()) == (True, False)
    in_the_way.unlink()
    (receipt,) = receive_submissions(settings, now=now)
    assert receipt.status is SubmissionStatus.ACCEPTED
