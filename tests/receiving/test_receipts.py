"""Receiving, end to end: every file gets a receipt, every row is published or set aside."""

from __future__ import annotations

import email
import gzip
import hashlib
import os
import shutil
import threading
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.errors import UsageError
from commitments.model import Receipt, SubmissionStatus
from pipelines.receive import receive_submissions
from pipelines.reception import Told
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.receiving.writing import (
    ACTIVITIES,
    OBSERVATIONS,
    SAMPLES,
    activity,
    observation,
    table,
    written,
)
from warehouse.reading import SetAsideRow, read_set_aside, read_submissions

pytestmark = pytest.mark.slow

ACCEPTED, IN_PART = SubmissionStatus.ACCEPTED, SubmissionStatus.ACCEPTED_IN_PART
REJECTED, DUPLICATE = SubmissionStatus.REJECTED, SubmissionStatus.DUPLICATE

NLD, BEL = observation("NLD"), observation("BEL", value="1.3")
FORMULA = '"=HYPERLINK(""http://example.org"",""x"")"'
ODD_VALUES = ("1e1", '"1,5"', " 2", "NaN", "inf", "0.1234567890123456789", "=1+1", "1_0", "1e-30")

# name of the file: content, status, rows read, accepted, set aside, part of a reason
FILES: Mapping[str, tuple[bytes, SubmissionStatus, int, int, int, str]] = {
    "sound.csv": (table([NLD, BEL]), ACCEPTED, 2, 2, 0, ""),
    "sound-under-another-name.txt": (table([NLD, BEL]), DUPLICATE, 0, 0, 0, "sound.csv"),
    "crlf.csv": (table([NLD, BEL], end="\r\n"), ACCEPTED, 2, 2, 0, ""),
    "marked.csv": (b"\xef\xbb\xbf" + table([NLD]), ACCEPTED, 1, 1, 0, ""),
    "unfinished-line.csv": (table([NLD, BEL])[:-1], ACCEPTED, 2, 2, 0, ""),
    "quoted.csv": (table([observation(note='"a,\nb ""c"""')]), ACCEPTED, 1, 1, 0, ""),
    "formula.csv": (table([observation(note=FORMULA)]), ACCEPTED, 1, 1, 0, ""),
    "nul.csv": (table([observation(note="a\0b")]), REJECTED, 0, 0, 0, "is a NUL"),
    "reordered.csv": (
        table(
            ["A,percent,3.5,2023,defence-share-gdp,POL,2024-06-17,nato-defence-expenditure"],
            header="status,unit,value,period,indicator,party,published_on,source",
        ),
        ACCEPTED,
        1,
        1,
        0,
        "",
    ),
    "mixed.csv": (
        table([NLD, "", f"{BEL},more", observation("ZZZ"), observation("LUX", published_on="x")]),
        IN_PART,
        4,
        1,
        3,
        "party-known: 1 row set aside, e.g. line 5",
    ),
    "twice.csv": (
        table([NLD, NLD, BEL]),
        IN_PART,
        3,
        2,
        1,
        "this is the same row as row 1 below the heading",
    ),
    "latin.csv": (
        table([NLD]) + observation("BEL", note="café").encode("latin-1") + b"\n",
        REJECTED,
        0,
        0,
        0,
        "say with it which encoding it is",
    ),
    "open-quote.csv": (
        table([NLD, observation("BEL", note='"x'), observation("LUX")]),
        IN_PART,
        2,
        1,
        1,
        "line-readable: 1 row set aside, e.g. line 3",
    ),
    "values.csv": (
        table([observation(value=v, period=str(1990 + n)) for n, v in enumerate(ODD_VALUES)]),
        IN_PART,
        9,
        3,
        6,
        "value-is-a-number: 6 rows set aside, e.g. line 3: value '1,5' is not a number",
    ),
    "all-bad.csv": (table([observation("ZZZ"), "x"]), REJECTED, 2, 0, 2, "party-known"),
    "two-editions.csv": (
        table([NLD, observation("BEL", published_on="2024-06-18")]),
        IN_PART,
        2,
        1,
        1,
        "published-on-same",
    ),
    "titled.csv": (
        b'"Data Source","Our figures, by hand",\n\n,,\n"Last Updated Date","2024-06-17",\n\n'
        + table([observation("HUN"), observation("ZZZ")]),
        IN_PART,
        4,
        1,
        3,
        "left-out: 2 rows set aside, e.g. line 1: a note above the heading",
    ),
    "cases.csv": (
        table([activity(occurred_on="2026-02-02")], header=ACTIVITIES),
        ACCEPTED,
        1,
        1,
        0,
        "",
    ),
    "header-only.csv": (table([]), REJECTED, 0, 0, 0, "fill it in and send it again"),
    "empty.csv": (b"", REJECTED, 0, 0, 0, "the file is empty"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\x00", REJECTED, 0, 0, 0, "this is a PNG picture"),
    "prose.txt": (b"Dear all,\nhere they are.\n", REJECTED, 0, 0, 0, "which delimiter"),
    "semicolons.csv": (
        table([observation("ALB").replace(",", ";")], header=OBSERVATIONS.replace(",", ";")),
        ACCEPTED,
        1,
        1,
        0,
        "",
    ),
    "semicolons-below.csv": (
        table([NLD.replace(",", ";")]),
        REJECTED,
        1,
        0,
        1,
        "no row of the file can be read",
    ),
    "unknown-source.csv": (
        table([observation(source="rumours")]),
        REJECTED,
        1,
        0,
        1,
        "source 'rumours' is not declared; known sources: ecb-reference-rates",
    ),
    "no-source.csv": (table([observation(source="")]), REJECTED, 1, 0, 1, "not declared"),
    "wrong-layout.csv": (
        table([observation(source="equipment-requests")]),
        REJECTED,
        1,
        0,
        1,
        "source equipment-requests sends activities",
    ),
    "mac.csv": (table([observation("HRV")], end="\r"), ACCEPTED, 1, 1, 0, ""),
    "endless.csv": (table([observation(published_on="infinity")]), REJECTED, 0, 0, 0, "1900-01-01"),
    "figures.csv.gz": (table([observation("EST")]), ACCEPTED, 1, 1, 0, ""),
    "figures [1]*.csv[1]": (table([observation("LVA")]), ACCEPTED, 1, 1, 0, ""),
    f"long.{'x' * 240}": (table([observation("LTU")]), ACCEPTED, 1, 1, 0, ""),
    "a..%2f..%2fetc.csv": (table([observation("FIN")]), ACCEPTED, 1, 1, 0, ""),
    os.fsdecode(b"caf\xe9.csv"): (table([observation("SWE")]), ACCEPTED, 1, 1, 0, ""),
}


class Received:
    """What one run made of all these files."""

    def __init__(self, settings: Settings, receipts: Mapping[str, Receipt]) -> None:
        self.settings = settings
        self.receipts = receipts
        with opened_warehouse(settings) as warehouse:
            self.submissions = {
                item.submission: item for item in read_submissions(warehouse.connection)
            }
            self.set_aside = read_set_aside(warehouse.connection)
            self.observations = warehouse.connection.execute(
                "SELECT submission, party, period, value, status, note, published_on, "
                "recorded_at, row_number FROM core.observations ORDER BY ALL"
            ).fetchall()

    def rows(self, name: str) -> list[tuple[object, ...]]:
        submission = self.receipts[name].submission
        return [row[1:] for row in self.observations if row[0] == submission]

    def refused(self, name: str) -> list[SetAsideRow]:
        submission = self.receipts[name].submission
        return [row for row in self.set_aside if row.submission == submission]


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> Received:
    home = tmp_path_factory.mktemp("home")
    sent = [
        written(tmp_path_factory.mktemp("sent"), content, name=name)
        for name, (content, *_) in FILES.items()
    ]
    settings = Settings(home=home)
    receipts = receive_submissions(settings, paths=sent, now=now)
    assert all(path.exists() for path in sent), "a file given by path stays where it is"
    return Received(settings, dict(zip(FILES, receipts, strict=True)))


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_the_receipt_it_deserves(received: Received, name: str) -> None:
    content, status, read, accepted, set_aside, reason = FILES[name]
    receipt = received.receipts[name]
    told = " | ".join(receipt.reasons)
    counts = (receipt.status, receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside)
    assert counts == (status, read, accepted, set_aside), told
    assert reason in told
    own = [told for told in receipt.reasons if not told.startswith("warning: coverage-kept")]
    assert bool(own) == (status is not ACCEPTED), "files beside it are editions of one source"
    assert receipt.sha256 == hashlib.sha256(content).hexdigest()
    assert str(received.settings.home) not in told


@pytest.mark.parametrize("name", FILES)
def test_as_many_rows_as_were_accepted_are_published_and_the_others_set_aside(
    received: Received, name: str
) -> None:
    receipt = received.receipts[name]
    if receipt.status is DUPLICATE:
        return
    if name != "cases.csv":
        assert len(received.rows(name)) == receipt.rows_accepted
    lines = {row.line for row in received.refused(name)}
    as_a_whole = receipt.status is REJECTED and not lines
    assert as_a_whole or len(lines) == receipt.rows_set_aside
    assert receipt.rows_accepted + receipt.rows_set_aside == receipt.rows_read


@pytest.mark.parametrize("name", FILES)
def test_the_archive_holds_every_file_as_sent(received: Received, name: str) -> None:
    content = FILES[name][0]
    sha256 = hashlib.sha256(content).hexdigest()
    (kept,) = (received.settings.archive / sha256[:2]).glob(f"{sha256}*")
    assert kept.read_bytes() == content


def test_the_archive_and_the_list_of_submissions_hold_nothing_else(received: Received) -> None:
    kept = [path for path in received.settings.archive.rglob("*") if path.is_file()]
    distinct = {hashlib.sha256(content).hexdigest() for content, *_ in FILES.values()}
    assert {path.name[:64] for path in kept} == distinct
    assert {item.sha256 for item in received.submissions.values()} == distinct
    assert len(kept) == len(received.submissions) == len(distinct)


def test_no_staging_is_left(received: Received) -> None:
    assert list(received.settings.staging.iterdir()) == []


@pytest.mark.parametrize("name", [name for name, file in FILES.items() if file[1] is not DUPLICATE])
def test_a_receipt_can_be_read_again_as_it_was_given(received: Received, name: str) -> None:
    given = replace(received.receipts[name], missing=())  # what is missing changes by the day
    assert received.submissions[given.submission] == given


def test_values_are_published_exactly_or_set_aside(received: Received) -> None:
    published = {row[1]: row[2] for row in received.rows("values.csv")}
    assert published == {
        "1990": Decimal(10),
        "1992": Decimal(2),
        "1995": Decimal("0.123456789012345679"),
    }
    refused = received.refused("values.csv")
    assert [(row.line, row.rule) for row in refused] == [
        (line, "value-is-a-number") for line in (3, 5, 6, 8, 9, 10)
    ]
    assert refused[0].original == observation(value='"1,5"', period="1991")


def test_a_row_carries_its_edition_its_time_and_its_number(
    received: Received, now: datetime
) -> None:
    assert received.rows("sound.csv") == [
        ("BEL", "2024", Decimal("1.3"), "E", None, date(2024, 6, 17), now, 2),
        ("NLD", "2024", Decimal("2.05"), "E", None, date(2024, 6, 17), now, 1),
    ]


def test_columns_in_another_order_land_in_their_places(received: Received) -> None:
    ((party, period, value, status, note, edition, _, number),) = received.rows("reordered.csv")
    assert (party, period, value, status, note) == ("POL", "2023", Decimal("3.5"), "A", None)
    assert (edition, number) == (date(2024, 6, 17), 1)


def test_a_note_is_kept_as_sent(received: Received) -> None:
    assert received.rows("quoted.csv")[0][4] == 'a,\nb "c"'
    assert received.rows("formula.csv")[0][4] == '=HYPERLINK("http://example.org","x")'


def test_rows_set_aside_keep_line_rule_reason_and_text(received: Received) -> None:
    refused = [(row.line, row.rule, row.original) for row in received.refused("mixed.csv")]
    assert refused == [
        (4, "columns-complete", f"{BEL},more"),
        (5, "party-known", observation("ZZZ")),
        (6, "date-readable", observation("LUX", published_on="x")),
    ]
    assert all(row.reason for row in received.set_aside)


def test_lines_above_the_heading_are_notes_and_count_as_lines(received: Received) -> None:
    refused = [(row.line, row.rule, row.original) for row in received.refused("titled.csv")]
    assert refused == [
        (1, "left-out", '"Data Source","Our figures, by hand",'),
        (4, "left-out", '"Last Updated Date","2024-06-17",'),
        (8, "party-known", observation("ZZZ")),
    ]


def test_the_edition_of_a_receipt_is_that_of_the_rows_published(received: Received) -> None:
    receipt = received.receipts["two-editions.csv"]
    assert receipt.edition == date(2024, 6, 18)
    assert [row[5] for row in received.rows("two-editions.csv")] == [receipt.edition]


def test_a_name_that_is_not_utf_8_is_kept_readable(received: Received) -> None:
    assert received.receipts[os.fsdecode(b"caf\xe9.csv")].file == r"caf\xe9.csv"


def test_nothing_is_written_outside_the_home(received: Received) -> None:
    beside = {path.name for path in received.settings.home.parent.iterdir()}
    assert not any(name.endswith("etc.csv") for name in beside)


def test_an_audited_file_has_its_page(received: Received) -> None:
    page = received.receipts["mixed.csv"].quality_page
    assert page is not None
    assert (received.settings.home / page).is_file()


def test_the_broken_sample_is_accepted_in_part(settings: Settings, now: datetime) -> None:
    path = SAMPLES / "deliberately-broken-2026-07-01.csv"
    (receipt,) = receive_submissions(settings, paths=[path], now=now)
    counts = (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside)
    assert (receipt.status, *counts) == (IN_PART, 31, 20, 11)
    with opened_warehouse(settings) as warehouse:
        refused = read_set_aside(warehouse.connection)
    lines = path.read_text().splitlines()
    assert {row.line for row in refused} == {8, 9, 12, 15, 18, 21, 24, 27, 28, 29, 32}
    assert all(row.original == lines[row.line - 1] for row in refused)


def test_files_of_the_inbox_are_gone_after_their_receipt_and_only_then(
    settings: Settings, now: datetime
) -> None:
    taken = [
        written(settings.inbox, table([NLD]), name="a.csv"),
        written(settings.inbox / "partner", b"not a table", name="b.csv"),
        written(settings.inbox, table([NLD]), name="c.csv"),
    ]
    left = [
        written(settings.inbox, table([BEL]), name=".hidden.csv"),
        written(settings.inbox, table([BEL]), name="d.csv.part"),
    ]
    receipts = receive_submissions(settings, now=now)
    found = {receipt.file: receipt.status for receipt in receipts}
    assert found == {"a.csv": ACCEPTED, "partner/b.csv": REJECTED, "c.csv": DUPLICATE}
    (remark,) = next(receipt.notices for receipt in receipts if receipt.file == "partner/b.csv")
    assert remark.startswith("the folder 'partner' of the inbox is named after no source")
    assert not any(path.exists() for path in taken)
    assert all(path.exists() for path in left)
    assert receive_submissions(settings, now=now) == []


def test_a_file_replaced_while_it_is_received_is_received_too(
    settings: Settings, now: datetime
) -> None:
    first, second = table([NLD]), table([BEL])
    path = written(settings.inbox, first)
    replacement = written(settings.home / "upload", second)

    def replace_once_archived() -> None:
        while not any(settings.archive.glob("*/*.csv")):
            time.sleep(0.001)
        replacement.replace(path)

    sender = threading.Thread(target=replace_once_archived)
    sender.start()
    receipts = receive_submissions(settings, now=now)
    sender.join()
    receipts += receive_submissions(settings, now=now)
    assert [receipt.sha256 for receipt in receipts] == [
        hashlib.sha256(content).hexdigest() for content in (first, second)
    ]
    assert not path.exists()


def test_a_file_taken_by_another_run_meanwhile_is_not_an_error(
    settings: Settings, now: datetime
) -> None:
    path = written(settings.inbox, table([NLD]))
    receipts = receive_submissions(settings, paths=[path, path], now=now)
    assert [receipt.status for receipt in receipts] == [ACCEPTED]


def test_a_file_above_the_limit_is_rejected_but_kept(
    environment: Mapping[str, str], now: datetime, tmp_path: Path
) -> None:
    settings = Settings(largest_file_mb=1)
    note = observation(note="x" * 900)
    at_limit = table([note] * 2000)[:1_000_000]
    paths = [
        written(tmp_path, at_limit + b"y", name="above.csv"),
        written(tmp_path, at_limit, name="on.csv"),
    ]
    above, on = receive_submissions(settings, paths=paths, now=now)
    assert above.status is REJECTED
    assert "the limit of 1 MB" in above.reasons[0]
    assert "PLEDGEWATCH_LARGEST_FILE_MB" in above.reasons[0]
    assert on.rows_read > 0
    assert len(list(settings.archive.glob("*/*.csv"))) == 2


def test_a_folder_is_received_without_hidden_files_unless_they_are_named(
    settings: Settings, now: datetime, tmp_path: Path
) -> None:
    written(tmp_path / "sent" / "deep", b"1", name="a.csv")
    hidden = written(tmp_path / "sent", b"2", name=".hidden")
    receipts = receive_submissions(settings, paths=[tmp_path / "sent", hidden], now=now)
    assert [receipt.file for receipt in receipts] == ["sent/deep/a.csv", ".hidden"]


def test_a_path_that_does_not_exist_is_a_mistake_of_usage(
    settings: Settings, now: datetime, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"gone\.csv: expected a file or folder"):
        receive_submissions(settings, paths=[tmp_path / "gone.csv"], now=now)
    assert not settings.archive.exists()


@pytest.mark.parametrize(
    ("content", "became"), [(table([NLD]), "accepted"), (b"not a table", "rejected")]
)
def test_a_submission_removed_from_the_archive_is_still_known(
    settings: Settings, now: datetime, tmp_path: Path, content: bytes, became: str
) -> None:
    path = written(tmp_path, content)
    receive_submissions(settings, paths=[path], now=now)
    shutil.rmtree(settings.archive)
    (again,) = receive_submissions(settings, paths=[path], now=now)
    assert again.status is DUPLICATE
    assert again.reasons == (
        f"the same bytes were {became} as figures.csv on 2026-08-20 01:30 UTC; nothing was changed",
    )


def test_a_file_rejected_for_its_source_is_taken_once_the_source_is_declared(
    settings: Settings, now: datetime, tmp_path: Path
) -> None:
    path = written(
        tmp_path, table([observation(source="rumours"), observation("ZZZ", source="rumours")])
    )
    (first,) = receive_submissions(settings, paths=[path], now=now)
    assert first.status is REJECTED
    folder = tmp_path / "sources"
    shutil.copytree(settings.sources_folder, folder)
    declared = (folder / "nato-defence-expenditure.yaml").read_text()
    renamed = declared.replace("id: nato-defence-expenditure", "id: rumours")
    (folder / "rumours.yaml").write_text(renamed)
    widened = settings.model_copy(update={"sources_folder": folder})
    later = now + timedelta(hours=1)
    (second,) = receive_submissions(widened, paths=[path], now=later)
    (third,) = receive_submissions(widened, paths=[path], now=later)
    assert (second.status, second.rows_accepted, second.rows_set_aside) == (IN_PART, 1, 1)
    assert third.status is DUPLICATE
    with opened_warehouse(settings) as warehouse:
        assert [row.line for row in read_set_aside(warehouse.connection)] == [3]
        counted = warehouse.connection.execute("SELECT count(*) FROM core.observations").fetchone()
        receipts = read_submissions(warehouse.connection)
    assert counted == (1,)
    assert receipts == [replace(second, missing=()), first]


def test_files_in_an_archive_are_submissions_of_their_own(tmp_path: Path, now: datetime) -> None:
    packed = tmp_path / "sent" / "figures.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("north/one.csv", table([NLD]))
        archive.writestr("two.csv.gz", gzip.compress(table([BEL]), mtime=0))
    settings = Settings(home=tmp_path / "home")
    receipts = receive_submissions(settings, paths=[packed], now=now)
    assert [(item.file, item.status) for item in receipts] == [
        ("figures.zip/north/one.csv", ACCEPTED),
        ("figures.zip/two.csv.gz/unnamed", ACCEPTED),
    ]
    assert [item.sha256 for item in receipts] == [
        hashlib.sha256(table([line])).hexdigest() for line in (NLD, BEL)
    ]
    again = receive_submissions(settings, paths=[packed], now=now)
    assert [item.status for item in again] == [DUPLICATE, DUPLICATE]


def test_an_archive_that_cannot_be_unpacked_is_refused_and_kept(
    tmp_path: Path, now: datetime
) -> None:
    packed = written(
        tmp_path / "sent", gzip.compress(table([NLD] * 9), mtime=0)[:-20], name="cut.csv.gz"
    )
    settings = Settings(home=tmp_path / "home")
    (receipt,) = receive_submissions(settings, paths=[packed], now=now)
    assert (receipt.status, receipt.rows_read) == (REJECTED, 0)
    assert (settings.archive / receipt.sha256[:2] / f"{receipt.sha256}.gz").exists()


CONTRIBUTORS = (
    '{"meta": {"as_of": "2024-12-30", "year": 2024, "due_date": "2024-02-08",'
    ' "assessment_amount_column": "%s"}, "contributors": [{"name": "France",'
    ' "assessment_amount": 5, "payment_status": "paid_late", "payment_date": "%s"}]}'
)


@pytest.mark.parametrize("told", [("x\\u0000", "2024-03-01"), ("x", "2024-03-01\\u0000")])
def test_a_nul_that_a_format_can_hide_is_refused(
    tmp_path: Path, now: datetime, told: tuple[str, str]
) -> None:
    path = written(tmp_path / "sent", (CONTRIBUTORS % told).encode(), name="dues.json")
    (receipt,) = receive_submissions(Settings(home=tmp_path / "home"), paths=[path], now=now)
    assert receipt.status is REJECTED
    assert "a text holds a NUL" in receipt.reasons[0]


def test_a_rejected_file_of_a_known_source_keeps_it_and_its_sender_is_written_to(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    lines = [activity(occurred_on=day) for day in ("17/06/2026", "18/06/2026")]
    file = written(tmp_path / "sent", table(lines, header=ACTIVITIES))
    told = Told(source="equipment-requests", published_on=date(2026, 6, 30))
    (receipt,) = receive_submissions(settings, paths=[file], now=now, told=told)
    assert receipt.status is SubmissionStatus.REJECTED
    assert (receipt.source, receipt.edition) == ("equipment-requests", date(2026, 6, 30))
    assert (receipt.rows_read, receipt.rows_set_aside) == (2, 2)
    (letter,) = (settings.home / "receipts").iterdir()
    assert email.message_from_bytes(letter.read_bytes())["To"] == "liaison@partner.example"


def test_a_file_that_says_otherwise_than_whoever_sent_it_counts_as_it_says_and_is_told(
    tmp_path: Path, now: datetime
) -> None:
    file = written(tmp_path / "un-fts", table([NLD]), name="figures.csv")
    settings = Settings(home=tmp_path / "home")
    told = Told(published_on=date(2026, 6, 30))
    (receipt,) = receive_submissions(settings, paths=[file], now=now, told=told)
    assert (receipt.source, receipt.edition) == ("nato-defence-expenditure", date(2024, 6, 17))
    source, day = receipt.reasons
    assert "is of source nato-defence-expenditure and counts as that, although un-fts" in source
    assert "it was published on 2024-06-17 and counts so, although 2026-06-30 was said" in day
