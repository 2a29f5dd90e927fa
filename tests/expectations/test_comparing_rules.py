"""Rules that hold a file against what stood before, and against who was a member then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from commitments.model import Member
from expectations.results import Audit
from expectations.suites import Beside, IndicatorLimits, ObservationSuite, Oddity
from tests.expectations.conftest import AuditedFile

BEFORE, NOW = date(2023, 7, 7), date(2024, 6, 17)
PARTIES = ("BEL", "DEU", "ESP", "FRA", "ITA", "NLD")
SUITE = ObservationSuite(
    source="nato",
    parties=frozenset(PARTIES),
    indicators=(
        IndicatorLimits(id="spending", unit="usd_million"),
        IndicatorLimits(id="payment", unit="usd_million", is_dated=True),
        IndicatorLimits(id="share", unit="percent"),
    ),
    received_on=NOW,
)

Row = dict[str, Any]


def row(party: str, value: float, period: str = "2023", **given: Any) -> Row:
    usual = {
        "source": "nato",
        "published_on": NOW,
        "party": party,
        "indicator": "spending",
        "period": period,
        "value": Decimal(str(value)),
        "has_value_text": True,
        "unit": "usd_million",
        "status": "A",
    }
    return {**usual, **given}


def standing(rows: list[Row], *, folder: Path, published_on: date = BEFORE) -> Beside:
    """What stood before, and no row to correct."""
    columns = ("party", "indicator", "period", "series", "item", "occurred_on", "value", "unit")
    path, none = folder / "standing.parquet", folder / "correctable.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE standing (party VARCHAR, indicator VARCHAR, period VARCHAR,"
            " series VARCHAR, item VARCHAR, occurred_on DATE, value DECIMAL(38, 18), unit VARCHAR,"
            " published_on DATE)"
        )
        for item in rows:
            values = [*(item.get(name) for name in columns), published_on]
            connection.execute("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        connection.execute(f"COPY standing TO '{path}' (FORMAT parquet)")
        connection.execute(
            "COPY (SELECT '' AS key, '' AS submission, DATE '2024-01-01' AS published_on LIMIT 0)"
            f" TO '{none}' (FORMAT parquet)"
        )
    return Beside(standing=path, accepted=None, correctable=none)


def told(outcome: Audit) -> Mapping[str, str]:
    return {result.rule: result.message for result in outcome.failed}


def test_a_value_a_hundred_times_what_stood_is_doubted_and_published(
    audited_file: AuditedFile,
) -> None:
    beside = standing([row(party, 500) for party in PARTIES], folder=audited_file.folder)
    sent = [row("BEL", 500 * 89), row("DEU", 50_000), row("ESP", 4.9), row("FRA", 5.6)]
    sent += [row(party, 500) for party in PARTIES[4:]]
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    doubted = {number: reason for number, rule, _, reason in audited_file.findings()}
    assert set(doubted) == {2, 3}
    assert "DEU spending 2023: value 50000 is 100 times larger than 500" in doubted[2]
    assert "in the edition of 2023-07-07; is it in another unit?" in doubted[2]
    assert "102 times smaller" in doubted[3]
    assert {result.severity.value for result in outcome.failed} == {"warning"}


@pytest.mark.parametrize("times", [0.001, 1000])
def test_an_edition_in_another_unit_is_refused_as_a_whole(
    audited_file: AuditedFile, times: float
) -> None:
    beside = standing(
        [row(party, 500 + at) for at, party in enumerate(PARTIES)], folder=audited_file.folder
    )
    sent = [
        row(party, (500 + at) * times * (1.001 if times > 1 else 0.999))
        for at, party in enumerate(PARTIES)
    ]
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    (failed,) = [result for result in outcome.failed if result.rule == "magnitude-of-edition"]
    assert failed.severity.value == "critical"
    size = "larger" if times > 1 else "smaller"
    assert "the figures of spending are about 1,00" in failed.message
    assert f"times {size} than in the edition of 2023-07-07 (6 compared)" in failed.message


@pytest.mark.parametrize(
    ("value", "is_shifted"),
    [
        *((0.4, False), (0.48, True), (0.51, True), (0.6, False), (50, False), (505_000, True)),
        *((0.0005, True), (490e6, True), (0, False), (520, False)),
    ],
)
def test_a_slipped_unit_of_one_value_is_set_aside(
    audited_file: AuditedFile, value: float, is_shifted: bool
) -> None:
    beside = standing([row("BEL", 500)], folder=audited_file.folder)
    audited_file.stage([row("BEL", value)], layout="observations").audit(SUITE, beside=beside)
    shifted = [reason for _, rule, _, reason in audited_file.findings() if rule.endswith("shifted")]
    assert bool(shifted) is is_shifted
    assert all("2023-07-07: one of the two is in another unit" in told for told in shifted)


@pytest.mark.parametrize(("value", "is_shifted"), [(0.024, True), (0.3, False), (240, True)])
def test_a_percentage_kept_as_a_fraction_is_set_aside(
    audited_file: AuditedFile, value: float, is_shifted: bool
) -> None:
    percent = {"indicator": "share", "unit": "percent"}
    suite = replace(SUITE, indicators=(IndicatorLimits(id="share", unit="percent"),))
    beside = standing([row("BEL", 2.4, **percent)], folder=audited_file.folder)
    sent = [row("BEL", value, **percent)]
    audited_file.stage(sent, layout="observations").audit(suite, beside=beside)
    assert any(rule == "magnitude-shifted" for _, rule, *_ in audited_file.findings()) is is_shifted


def test_four_figures_are_too_few_to_refuse_an_edition(audited_file: AuditedFile) -> None:
    beside = standing([row(party, 500) for party in PARTIES], folder=audited_file.folder)
    sent = [row(party, 500_000) for party in PARTIES[:4]]
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    assert "magnitude-of-edition" not in told(outcome)
    assert "magnitude-shifted" in told(outcome)


def test_without_an_edition_before_a_value_is_held_against_the_other_periods(
    audited_file: AuditedFile,
) -> None:
    steady = [row("BEL", 500 + year, str(2010 + year)) for year in range(6)]
    sent = [*steady[:5], {**steady[5], "value": Decimal("0.505")}]
    audited_file.stage(sent, layout="observations").audit(SUITE)
    ((number, rule, severity, reason),) = audited_file.findings()
    assert (number, rule, severity) == (6, "magnitude-plausible", "warning")
    assert "smaller than the party's other periods" in reason


@pytest.mark.parametrize(
    "sent",
    [
        [row("BEL", 10.0**year, str(2010 + year)) for year in range(6)],  # no usual size
        [row("BEL", value, str(2010 + at)) for at, value in enumerate([-5, 4, 5, 0.01])],
        [row("BEL", 500, "2010"), row("BEL", 0.5, "2011"), row("BEL", 505, "2012")],  # too few
        [
            row("BEL", value, "2010", indicator="payment", item=str(at))
            for at, value in enumerate([500, 501, 502, 503, 0.1])
        ],
    ],
    ids=["no usual size", "below zero", "too few", "payments"],
)
def test_no_size_is_expected_where_there_is_none(
    audited_file: AuditedFile, sent: list[Row]
) -> None:
    assert "magnitude-plausible" not in told(
        audited_file.stage(sent, layout="observations").audit(SUITE)
    )


def test_parties_that_an_edition_no_longer_speaks_of_are_named(audited_file: AuditedFile) -> None:
    beside = standing([row(party, 500) for party in PARTIES], folder=audited_file.folder)
    sent = [row(party, 500) for party in PARTIES[:4]]
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    assert told(outcome) == {
        "coverage-kept": "spending: 2 of 6 parties of the edition before are missing: ITA, NLD"
    }


@pytest.mark.parametrize(
    ("parties", "published_on"),
    [(PARTIES[:2], BEFORE), (PARTIES, BEFORE), (PARTIES[:4], date(2025, 1, 1))],
    ids=["a part", "all", "older than what stands"],
)
def test_a_part_and_an_older_edition_miss_nobody(
    audited_file: AuditedFile, parties: tuple[str, ...], published_on: date
) -> None:
    beside = standing(
        [row(party, 500) for party in PARTIES],
        folder=audited_file.folder,
        published_on=published_on,
    )
    sent = [row(party, 500) for party in parties]
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    assert told(outcome) == {}


@pytest.mark.parametrize(
    ("values", "has_stood", "is_doubted"),
    [
        ((0.0119, 0.0205, 0.0381, 0.9, 0.013), False, True),
        ((0.119, 0.205, 0.0381, 1, 0.013), False, False),
        ((0.0119, 0.0205, 0.0381, 0.9), False, False),
        ((0.0119, 0.0205, 0.0381, 0.1), False, False),
        ((0.0119, 0.0205, 0.0381, 0.09), False, True),
        ((0.0119, 0.0205, 0.0381, 0.9, 0.013), True, False),
    ],
)
def test_a_first_file_of_percentages_below_one_is_asked_whether_they_are_fractions(
    audited_file: AuditedFile, values: tuple[float, ...], has_stood: bool, is_doubted: bool
) -> None:
    share = {"indicator": "share", "unit": "percent"}
    sent = [row(party, value, **share) for party, value in zip(PARTIES, values, strict=False)]
    stood = [row(party, 0.02, **share) for party in PARTIES] if has_stood else []
    beside = standing(stood, folder=audited_file.folder)
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    reasons = told(outcome)
    assert ("percent-not-fraction" in reasons) is is_doubted
    if is_doubted:
        largest = f"none of the {len(values)} figures of share reaches 1 percent, the largest is 0."
        assert largest in str(reasons)


def test_a_first_file_half_of_whose_percentages_are_tiny_is_asked_about_them(
    audited_file: AuditedFile,
) -> None:
    share = {"indicator": "share", "unit": "percent"}
    values = (0.0119, 0.0205, 0.0381, 4.1, 2.1, 1.3)
    sent = [row(party, value, **share) for party, value in zip(PARTIES, values, strict=True)]
    beside = standing([], folder=audited_file.folder)
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    asked = "3 of the 6 figures of share lie below 0.1 percent, the largest is 4.1; are they frac"
    assert asked in str(told(outcome))


def test_a_single_percentage_kept_as_a_fraction_is_asked_about(audited_file: AuditedFile) -> None:
    sent = [row("BEL", 0.0205, indicator="share", unit="percent")]
    beside = standing([], folder=audited_file.folder)
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    assert "the figure of share is 0.0205 percent; is it a fraction" in str(told(outcome))


@pytest.mark.parametrize(
    ("periods", "stood", "doubted"),
    [
        (("2024-01-01", "2023", "2024-07"), (), {1}),
        (("2024-01-01", "2024-07-01"), (), {1, 2}),
        (("2024-01-01", "2024-07-02"), (), set()),
        (("2024-01-01",), ("2023",), {1}),
        (("2024-01-01",), ("2023-12-29",), set()),
        (("2024-01", "FY2026/27"), (), set()),
    ],
)
def test_a_year_that_a_spreadsheet_kept_as_its_first_day_is_asked_about(
    audited_file: AuditedFile, periods: tuple[str, ...], stood: tuple[str, ...], doubted: set[int]
) -> None:
    beside = standing([row("BEL", 1, period) for period in stood], folder=audited_file.folder)
    sent = [row("BEL", 1, period) for period in periods]
    audited_file.stage(sent, layout="observations").audit(SUITE, beside=beside)
    found = {n: reason for n, rule, _, reason in audited_file.findings() if rule.endswith("a-day")}
    assert set(found) == doubted
    if 1 in found:
        assert "for the year write 2024, for the month 2024-01" in found[1]


def test_a_known_oddity_is_not_told(audited_file: AuditedFile) -> None:
    beside = standing([row(party, 500) for party in PARTIES], folder=audited_file.folder)
    sent = [row("BEL", 50_000), row("DEU", 50_000), *(row(p, 500) for p in PARTIES[2:4])]
    suite = replace(
        SUITE,
        oddities=(
            Oddity(rule="magnitude-plausible", party="BEL"),
            Oddity(rule="magnitude-plausible", party="DEU", period="1999"),
            Oddity(rule="coverage-kept", indicator="payment"),
            Oddity(rule="coverage-kept", indicator="spending"),
        ),
    )
    outcome = audited_file.stage(sent, layout="observations").audit(suite, beside=beside)
    assert set(told(outcome)) == {"magnitude-plausible"}
    assert outcome.met == (suite.oddities[0], suite.oddities[3])
    assert [number for number, *_ in audited_file.findings()] == [2]


@pytest.mark.parametrize(
    ("period", "is_member"),
    [("2022", False), ("2023", True), ("2023-04", True), ("2023-03", False), ("2025", False)],
)
def test_a_party_was_a_member_at_the_end_of_the_period(
    audited_file: AuditedFile, period: str, is_member: bool
) -> None:
    members = (Member(party="BEL", joined_on=date(2023, 4, 4), left_on=date(2025, 12, 31)),)
    suite = replace(SUITE, members=members)
    outcome = audited_file.stage([row("BEL", 500, period)], layout="observations").audit(suite)
    assert ("member-then" in told(outcome)) is not is_member


def test_a_remnant_of_a_series_does_not_replace_it(audited_file: AuditedFile) -> None:
    stood = [row(party, 5, str(2010 + at)) for party in PARTIES for at in range(4)]
    beside = standing([{**item, "series": "tracker"} for item in stood], folder=audited_file.folder)
    suite = replace(SUITE, series="tracker")

    def lacks(sent: list[Row], suite: ObservationSuite = suite) -> str | None:
        audited_file.stage(sent, layout="observations")
        return told(audited_file.audit(suite, beside=beside)).get("series-kept")

    assert lacks(stood[2:]) is None
    assert lacks(stood[3:]) == (
        "the file would replace the series tracker, and of 24 figures of the edition of 2023-07-07 "
        "it has 21 only; missing are figures of BEL: send the edition whole and with every figure "
        "readable, or record what was dropped as a known oddity of the source"
    )
    gone = {"value": None, "has_value_text": False, "status": "M"}
    assert lacks([*stood[3:], *({**item, **gone} for item in stood[:3])]) is not None
    assert lacks(stood[:4], replace(suite, series=None)) is None
    assert lacks(stood[:4], replace(suite, oddities=(Oddity(rule="series-kept"),))) is None
    assert lacks([{**item, "published_on": date(2023, 1, 1)} for item in stood[:4]]) is None
    assert lacks([*stood[:4], {**stood[5], "corrects": "any:1"}]) is None


def test_a_period_that_has_not_begun_is_told_of(audited_file: AuditedFile) -> None:
    begun = ["2024", "2024-H1", "2024-Q2", "2024-06", "2024-06-17", "FY2024/25"]
    ahead = ["2034", "2024-H2", "2024-Q3", "2024-07", "2024-06-18", "FY2025/26"]
    rows = [row("BEL", 5, period) for period in (*ahead, *begun)]
    rows += [
        row("DEU", 5, "2034", status="F"),
        row("DEU", 5, "2035", due_on=date(2035, 1, 31)),
        row("DEU", 5, "2036", due_on=date(2035, 1, 31)),
        row("DEU", 5, "2034", indicator="payment", occurred_on=NOW),
        row("DEU", 5, "2034", indicator="plan"),
        row("DEU", 5, "2035", indicator="plan", occurred_on=date(2035, 1, 1)),
    ]
    plan = IndicatorLimits(id="plan", unit="usd_million", is_planned=True)
    suite = replace(SUITE, indicators=(*SUITE.indicators, plan))
    outcome = audited_file.stage(rows, layout="observations").audit(suite)
    told_of = {
        number: reason
        for number, rule, _, reason in audited_file.findings()
        if rule == "period-begun"
    }
    assert "occurred-on-plausible" not in {rule for _, rule, _, _ in audited_file.findings()}
    assert set(told_of) == {*range(1, len(ahead) + 1), len(ahead) + len(begun) + 3}
    assert told_of[1] == (
        "BEL spending 2034 with status 'A': the period had not begun on 2024-06-17, the day of "
        "publication; is it another period, or a forecast (F)?"
    )
    assert {rule.severity.value for rule in outcome.failed} == {"warning"}


def _paid(series: str, value: float, *, within: str | None = None, **given: Any) -> Row:
    usual = {"indicator": "payment", "series": series, "within": within, "item": series}
    return row("BEL", value, **{**usual, "occurred_on": BEFORE, **given})


def test_money_that_a_whole_and_its_parts_state_is_told_of(audited_file: AuditedFile) -> None:
    sent = [
        _paid("A", 100),
        _paid("A-1", 60, within="A"),
        _paid("A-2", 30, within="A"),
        _paid("A-2-1", 7.5, within="A-2 | A"),
    ]

    def doubted(sent: list[Row], suite: ObservationSuite = SUITE, **audit: Any) -> str | None:
        outcome = audited_file.stage(sent, layout="observations").audit(suite, **audit)
        failed = [item for item in outcome.failed if item.rule == "counted-once"]
        assert {item.severity.value for item in failed} <= {"warning"}
        return failed[0].message if failed else None

    assert doubted(sent) == (
        "payment: the same money may count twice, stated by a whole and by parts of it: "
        "A 100 usd_million beside 97.5 of A-1, A-2, A-2-1; A-2 30 usd_million beside 7.5 of A-2-1"
    )
    elsewhere = [_paid("B", 4), _paid("B-1", 0, within="B"), _paid("C-1", 4, within="C")]
    others = [_paid("D", 4), _paid("D-1", 4, within="D", indicator="spending")]
    currency = [_paid("E", 4), _paid("E-1", 4, within="E", unit="eur_million")]
    assert doubted([*elsewhere, *others, *currency]) is None
    stood = standing([_paid("C", 9), _paid("A-1", 999)], folder=audited_file.folder)
    assert doubted([*elsewhere, _paid("A-1", 1)], beside=stood) == (
        "payment: the same money may count twice, stated by a whole and by parts of it: "
        "C 9 usd_million beside 4 of C-1"
    )
    many = [_paid(f"A-{at}", 1, within="A") for at in range(7)]
    assert "beside 7 of A-0, A-1, A-2 and 4 more" in str(doubted([_paid("A", 9), *many]))
    wholes = [_paid(f"W{at}", 1) for at in range(7)]
    parts = [_paid(f"P{at}", 1, within=f"W{at}") for at in range(7)]
    assert str(doubted([*wholes, *parts])).endswith("W4 1 usd_million beside 1 of P4; and 2 more")
    known = replace(SUITE, oddities=(Oddity(rule="counted-once", indicator="payment"),))
    assert doubted(sent, known) is None


def test_rows_declared_to_be_doubtful_are_told_with_their_places(audited_file: AuditedFile) -> None:
    sent = [row("BEL", at, str(2000 + at), place=f"row {at}", doubt="a guess") for at in range(4)]
    sent += [row("DEU", 1, place="row 9", doubt="a rumour"), row("FRA", 1, place="row 10")]
    outcome = audited_file.stage(sent, layout="observations").audit(SUITE)
    assert told(outcome) == {
        "beyond-doubt": "a guess (row 0, row 1, row 2 and 1 more); a rumour (row 9)"
    }
