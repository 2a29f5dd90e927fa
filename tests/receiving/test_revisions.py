"""What a receipt says of an edition beside those before: revised, too old, odd, missing."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.model import Receipt, SubmissionStatus
from pipelines.notices import revision_notices
from pipelines.receive import receive_submissions
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.published import published
from tests.receiving.writing import HOUSE, observation, table, written
from warehouse.comparing import Revised, Revision

pytestmark = pytest.mark.slow

HOUR = timedelta(hours=1)
WORKBOOK = ("nato-defence-expenditure", "240617-def-exp-2024-TABLES-en.xlsx")
EXTRACT = ("nato-defence-expenditure", "230707-def-exp-2023-TABLES-en.csv")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _received(settings: Settings, files: list[Path], now: datetime) -> list[Receipt]:
    """The files, an hour after each other."""
    return [
        receipt
        for number, file in enumerate(files)
        for receipt in receive_submissions(settings, paths=[file], now=now + number * HOUR)
    ]


def _edition(
    tmp_path: Path, day: str, values: dict[str, str], *, period: str = "2024", name: str = ""
) -> Path:
    rows = [
        observation(party, value=value, published_on=day, period=period)
        for party, value in values.items()
    ]
    return written(tmp_path / "sent", table(rows), name=name or f"{day}.csv")


def test_a_new_edition_says_what_it_revises_and_what_crosses_a_target(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    before = _edition(tmp_path, "2024-06-17", {"NLD": "1.9", "POL": "4.1", "BEL": "1.3"})
    after = _edition(tmp_path, "2025-06-17", {"NLD": "2.05", "POL": "4.2", "BEL": "1.3"})
    _, receipt = _received(settings, [before, after], now)
    assert receipt.notices[:2] == (
        "revises 2 of the 3 figures that stood (edition of 2024-06-17), the largest: "
        "NLD defence-share-gdp 2024 from 1.9 to 2.05; POL defence-share-gdp 2024 from 4.1 to 4.2",
        "may touch 2 verdicts of nato-defence-share (NLD, POL); on the other side of 2: "
        "NLD 2024 (from 1.9 to 2.05)",
    )


def test_an_edition_that_comes_late_says_that_a_newer_one_stands(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    before = _edition(tmp_path, "2024-06-17", {"NLD": "1.9"})
    after = _edition(tmp_path, "2025-06-17", {"NLD": "2.05"})
    _, receipt = _received(settings, [after, before], now)
    assert receipt.notices == (
        "older than what stands (edition of 2025-06-17): 1 figure, told of when asked what was "
        "known before",
        "comes late: editions from 2025-06-17 on stay as they are, and this one answers what was "
        "known from 2024-06-17 until then; held against none, since none before it is here",
    )


def test_a_correction_of_an_older_edition_says_what_it_revises_there(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    """It is of that edition's own day, and as known until the newer one, Poland fell below."""
    first = _edition(tmp_path, "2024-06-17", {"NLD": "1.9", "POL": "4.1", "BEL": "1.3"})
    newer = _edition(tmp_path, "2025-06-17", {"NLD": "2.05", "POL": "4.2"})
    again = _edition(
        tmp_path, "2024-06-17", {"NLD": "1.8", "POL": "1.9", "BEL": "1.3"}, name="corrected.csv"
    )
    receipt = _received(settings, [first, newer, again], now)[-1]
    assert receipt.notices[:5] == (
        "changes none of the 1 figure that stood (edition of 2024-06-17)",
        "older than what stands (edition of 2025-06-17): 2 figures, told of when asked what was "
        "known before",
        "comes late: editions from 2025-06-17 on stay as they are, and this one answers what was "
        "known from 2024-06-17 until then; held against the edition of 2024-06-17, which stood "
        "then",
        "of what was known until then: revises 2 of the 3 figures that stood (edition of "
        "2024-06-17), the largest: POL defence-share-gdp 2024 from 4.1 to 1.9; NLD "
        "defence-share-gdp 2024 from 1.9 to 1.8",
        "of what was known until then: may touch 2 verdicts of nato-defence-share (NLD, POL); on "
        "the other side of 2: POL 2024 (from 4.1 to 1.9)",
    )


def test_an_edition_that_comes_late_lacks_nothing_of_a_newer_one(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    newer = [observation(published_on="2025-06-17")]
    newer.append(newer[0].replace("defence-share-gdp", "equipment-share"))
    after = written(tmp_path / "after", table(newer), name="after.csv")
    before = _edition(tmp_path, "2024-06-17", {"NLD": "1.9"})
    _, late = _received(settings, [after, before], now)
    assert not any("no longer there since" in told for told in late.notices)


def test_of_two_files_of_one_day_in_one_night_the_later_counts_and_its_receipt_says_so(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    names = ("a.csv", "b.csv", "c.csv", "d.csv")
    files = [
        _edition(tmp_path, "2024-06-17", {"NLD": f"2.{number}"}, name=name)
        for number, name in enumerate(names, start=1)
    ]
    receipts = receive_submissions(settings, paths=files, now=now)
    assert [item.notices[0].rpartition("from ")[2] for item in receipts[1:]] == [
        "2.1 to 2.2",
        "2.2 to 2.3",
        "2.3 to 2.4",
    ]
    with opened_warehouse(settings) as warehouse:
        standing = warehouse.connection.execute(
            "SELECT value FROM core.current_observations"
        ).fetchall()
    assert standing == [(Decimal("2.4"),)]


def test_a_file_none_of_whose_rows_can_be_used_says_why_of_each(
    settings: Settings, now: datetime, tmp_path: Path
) -> None:
    rows = "Country Name,Country Code,Year,Value\nNetherlands,NLD,2020,1.2.3\nBelgium,BEL,2020,x\n"
    file = written(tmp_path / "world-bank", rows.encode(), name="gdp.csv")
    (receipt,) = _received(settings, [file], now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (2, 0, 2)
    assert "row-as-declared: 2 rows set aside" in receipt.reasons[0]
    assert "value '1.2.3' is not a number written like 1234.5" in receipt.reasons[0]


def test_a_table_none_of_whose_lines_can_be_read_says_why(
    settings: Settings, now: datetime, tmp_path: Path
) -> None:
    rows = [
        observation("NLD", published_on="17/06/2024"),
        observation("BEL", published_on="17/6/24"),
    ]
    (receipt,) = _received(settings, [written(tmp_path / "sent", table(rows))], now)
    assert receipt.status is SubmissionStatus.REJECTED
    assert receipt.reasons == (
        "no row of the file can be read; correct them and send it again: date-readable: 2 rows set "
        "aside, e.g. line 2: published_on '17/06/2024' is not a date; write it as 2024-12-31",
    )


def test_what_is_set_aside_is_not_told_of_as_published(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    rows = [
        observation(party, value="2.0", period=str(2010 + at))
        for party in ("BEL", "NLD")
        for at in range(6)
    ]
    odd = {"value": "0.002", "period": "2016"}
    rows += [observation("BEL", **odd, status="X"), observation("NLD", **odd)]
    (receipt,) = _received(settings, [written(tmp_path / "sent", table(rows))], now)
    assert (receipt.rows_accepted, receipt.rows_set_aside) == (13, 1)
    (told,) = [line for line in receipt.reasons if line.startswith("magnitude-plausible")]
    assert told.startswith(
        "magnitude-plausible: told of 1 row, published all the same, e.g. row 14"
    )


def test_what_a_series_no_longer_says_is_told(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    files = []
    for day, parties in (("2026-07-21", ("DEU", "FRA", "USA")), ("2026-07-30", ("DEU", "FRA"))):
        rows = [
            f"kiel-ukraine-support,{day},{party},ukraine-allocated,2024-01,1.5,eur_billion,A,"
            for party in parties
        ]
        files.append(written(tmp_path / "sent", table(rows), name=f"{day}.csv"))
    _, receipt = _received(settings, files, now)
    assert "no longer there: 1 figure that stood, of USA" in receipt.notices


DONORS = ("AUT", "BEL", "CAN", "DEU", "DNK")


def _tracker(tmp_path: Path, day: str, *, wrong: int = 0, figures: int = 25) -> Path:
    """A state of the tracker: 25 figures or its first, of which some are written with a comma."""
    months = [(party, f"2024-0{month}") for party in DONORS for month in range(1, 6)]
    values = ['"1,5"'] * wrong + ["1.5"] * (len(months) - wrong)
    rows = [
        f"kiel-ukraine-support,{day},{party},ukraine-allocated,{month},{value},eur_billion,A,"
        for (party, month), value in zip(months, values, strict=True)
    ]
    return written(tmp_path / "sent", table(rows[:figures]), name=f"{day}.csv")


def test_an_edition_that_comes_late_is_held_against_what_stood_on_its_day(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    whole = [_tracker(tmp_path, day) for day in ("2026-07-30", "2026-07-21")]
    cut = _tracker(tmp_path, "2026-07-25", figures=10)
    _, first, refused = _received(settings, [*whole, cut], now)
    assert first.status is SubmissionStatus.ACCEPTED
    assert first.notices[-1] == (
        "comes late: editions from 2026-07-30 on stay as they are, and this one answers what was "
        "known from 2026-07-21 until then; held against none, since none before it is here"
    )
    assert refused.status is SubmissionStatus.REJECTED
    assert "of 25 figures of the edition of 2026-07-21 it has 10 only" in refused.reasons[0]
    kept = _tracker(tmp_path, "2026-07-26", figures=23)
    (late,) = _received(settings, [kept], now + 9 * HOUR)
    assert any("against the edition of 2026-07-21, which stood" in told for told in late.notices)
    with opened_warehouse(settings) as warehouse:
        stands = warehouse.connection.execute(
            "SELECT count(*), min(published_on) FROM core.current_observations"
        ).fetchone()
        assert warehouse.connection.execute("SELECT * FROM ops.withdrawals").fetchall() == []
    assert stands == (25, date(2026, 7, 30))


def test_an_edition_that_can_hardly_be_read_does_not_replace_the_series(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    states = [("2026-07-21", 0), ("2026-07-25", 2), ("2026-07-30", 3)]
    files = [_tracker(tmp_path, day, wrong=wrong) for day, wrong in states]
    _, in_part, remnant = _received(settings, files, now)
    assert (in_part.rows_accepted, in_part.rows_set_aside) == (23, 2)
    assert in_part.notices[1:3] == (
        "no longer there: 2 figures that stood, of AUT",
        "of these, 2 figures because their rows are set aside; correct them to have them back",
    )
    assert (remnant.status, remnant.source) == (SubmissionStatus.REJECTED, "kiel-ukraine-support")
    assert (remnant.edition, remnant.rows_read) == (date(2026, 7, 30), 25)
    assert (remnant.rows_accepted, remnant.rows_set_aside) == (0, 25)
    assert remnant.reasons[0].startswith("series-readable: 3 of 25 rows of a series cannot be used")
    assert "value '1,5' is not a number" in remnant.reasons[0]
    with opened_warehouse(settings) as warehouse:
        (standing,) = warehouse.connection.execute(
            "SELECT count(*) FROM core.current_observations"
        ).fetchall()
    assert standing == (23,)


def test_a_payment_of_its_own_may_be_set_aside_among_many(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    """Each flow is a series; a row of tags is no row meant as data."""
    heading = (
        "id,date,status,amountUSD,originalAmount,originalCurrency,srcOrganization,destPlanCode,"
        "destOrganization,destLocations,onBoundary\n#id,#date,#status,#value+usd,,,,,,,\n"
    )
    flows = [
        f"{number},2026-03-01,paid,{'x' if number < 4 else number},,,"
        '"Japan, Government of",HSDN26,WFP,SDN,single\n'
        for number in range(1, 26)
    ]
    file = written(tmp_path / "sent", (heading + "".join(flows)).encode(), name="2026-06-01.csv")
    (receipt,) = _received(settings, [file], now)
    assert (receipt.rows_read, receipt.rows_accepted, receipt.rows_set_aside) == (26, 22, 4)
    assert "left-out: 1 row set aside, e.g. row 2" in str(receipt.reasons)


def test_figures_repeated_unchanged_revise_nothing(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    same = {"NLD": "1.9", "POL": "4.1"}
    files = [_edition(tmp_path, day, same) for day in ("2024-06-17", "2025-06-17")]
    _, receipt = _received(settings, files, now)
    assert receipt.notices == ("changes none of the 2 figures that stood (edition of 2024-06-17)",)


def test_a_lost_factor_of_a_thousand_is_refused_and_the_edition_before_stands(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    parties = ("BEL", "DEU", "ESP", "FRA", "ITA")
    before = _edition(tmp_path, "2024-06-17", dict.fromkeys(parties, "1.5"))
    after = _edition(tmp_path, "2025-06-17", dict.fromkeys(parties, "0.0016"))
    _, receipt = _received(settings, [before, after], now)
    assert (receipt.status, receipt.rows_accepted) == (SubmissionStatus.REJECTED, 0)
    assert "defence-share-gdp are about 937 times smaller" in receipt.reasons[0]


def test_what_is_still_missing_is_told_to_whoever_sends(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    (all_of_them,) = _received(
        settings, [_edition(tmp_path, "2024-06-17", {"NLD": "1.9", "POL": "4"})], now
    )
    assert any("for 2025 of ALB, BEL" in line for line in all_of_them.missing)
    (alone,) = _received(
        settings, [_edition(tmp_path, "2024-06-18", {"NLD": "1.9"}, name="nld.csv")], now + HOUR
    )
    assert [line for line in alone.missing if "2025" in line] == [
        "Defence expenditure as a share of GDP for 2025 of NLD: delinquent, due by 2025-12-31"
    ]


def test_the_workbook_names_the_allies_whose_verdict_its_revision_turns(
    settings: Settings, now: datetime
) -> None:
    _, receipt = _received(settings, [published(*EXTRACT), published(*WORKBOOK)], now)
    (revised, *_) = receipt.notices
    assert revised.startswith("revises 30 of the 30 figures that stood (edition of 2023-07-07)")
    (turned,) = [line for line in receipt.notices if "on the other side of 2" in line]
    assert turned.partition("of 2: ")[2] == (
        "DNK 2023 (from 1.64671 to 2.01401), ROU 2023 (from 2.44061 to 1.59716), "
        "SVK 2023 (from 2.02892 to 1.8404)"
    )
    shares = [line for line in receipt.notices if "not the quotient" in line]
    assert [line.split()[1:4] for line in shares] == [
        ["FRA", "defence-share-gdp", "2020:"],
        ["LTU", "defence-share-gdp", "2019:"],
        ["SVK", "defence-share-gdp", "2024:"],
    ]
    assert receipt.edition == date(2024, 6, 17)


def test_a_payment_that_is_reported_since_is_a_revision(settings: Settings, now: datetime) -> None:
    folder = published("un-regular-budget")
    files = [
        folder / "vintage_2026-02-02_member_states_payment.csv",
        folder / "regular-budget-contributors-2026.json",
    ]
    _, receipt = _received(settings, files, now)
    (told,) = [line for line in receipt.notices if line.startswith("revises")]
    assert told.startswith("revises 90 of the ")
    assert any(
        "may touch 90 verdicts of un-regular-budget-dues" in line for line in receipt.notices
    )


def test_a_tracker_that_is_restated_and_counts_backwards_is_told_so(
    settings: Settings, now: datetime
) -> None:
    states = sorted(path for path in published("kiel-ukraine-support").iterdir() if path.is_dir())
    files = [file for state in states for file in sorted(state.glob("*.csv"))]
    told = [line for item in _received(settings, files, now) for line in item.notices]
    assert any("29 beside 30 (number): the number of the release runs backwards" in t for t in told)
    assert any("350.885 beside 366.691 (eur_billion)" in line for line in told)
    assert "columns that are new since data_explorer.csv: to_be_allocated" in told
    assert not any("no longer there: 1 figure" in line for line in told)


def test_a_mistake_in_the_register_keeps_nobody_from_sending(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    register = tmp_path / "register"
    shutil.copytree(HOUSE / "commitments" / "register", register)
    (register / "arrangements" / "nato.yaml").write_text("id: nato\n", encoding="utf-8")
    house = settings.model_copy(update={"register_folder": register})
    files = [
        _edition(tmp_path, day, {"NLD": value})
        for day, value in (("2024-06-17", "1.9"), ("2025-06-17", "2.05"))
    ]
    _, receipt = _received(house, files, now)
    assert receipt.status is SubmissionStatus.ACCEPTED
    assert receipt.notices[0].startswith("revises 1 of the 1 figure that stood")


def test_a_revision_says_what_differs() -> None:
    def told(**given: object) -> str:
        figure = {"party": "NLD", "indicator": "dues", "period": "2026", "unit": "usd"}
        values = {"from_value": Decimal(158948), "to_value": Decimal(158948)}
        revision = Revision(
            compared=1,
            revised=1,
            from_edition=date(2026, 2, 2),
            outdated=0,
            newer_edition=None,
            dropped=0,
            dropped_set_aside=0,
            dropped_parties=(),
            largest=[Revised(**{**figure, **values, **given})],  # type: ignore[arg-type]
            touched=(),
        )
        (notice,) = revision_notices(revision)
        return notice.partition("the largest: ")[2]

    assert told(from_due_on=date(2026, 2, 8)) == "NLD dues 2026 due_on from 2026-02-08 to nothing"
    assert told(to_value=Decimal(2), to_occurred_on=date(2026, 3, 4)) == (
        "NLD dues 2026 from 158,948 to 2, occurred_on from nothing to 2026-03-04"
    )
