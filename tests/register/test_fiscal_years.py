"""Fiscal years and gifts in kind in the register: what is listed, told and can be measured."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.fiscal_years import FILE_NAME, read_fiscal_years
from commitments.model import Cadence, Deliver, FiscalYears, InKind, Measure, Register, Threshold
from pipelines.measures import measure_mistakes
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from reports.rule_sentences import rule_sentence
from tests.judging.judging import arrangement, commitment
from tests.register import conftest

SHARE = "commitments/nato-defence-share.yaml"
SOURCES = load_sources(Settings().sources_folder)
KIEL, NATO = "kiel-ukraine-support", "nato-defence-expenditure"


def test_the_list_of_fiscal_years_is_read() -> None:
    listed, mistakes = read_fiscal_years(conftest.REGISTER)
    assert mistakes == []
    assert listed is not None
    known = listed.to_domain()
    assert [known.of(party) for party in ("JPN", "AUS", "USA", "NLD")] == [
        *("04-01", "07-01", "10-01", "01-01")
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("AUS", "AUS, JPN", "a fiscal year begins on one day; named twice: JPN"),
        ("AUS", "AUX", "party AUX is not an ISO 3166-1 alpha-3 code"),
        ("10-01", "02-29", "write the month and day every year has, such as '04-01'"),
        ('default: "01-01"', 'default: "1 April"', "write the month and day every year has"),
    ],
)
def test_a_mistake_in_the_list_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (conftest.REGISTER / FILE_NAME).read_text()
    (tmp_path / FILE_NAME).write_text(text.replace(old, new, 1))
    (found,) = read_fiscal_years(tmp_path)[1]
    assert message in str(found)
    assert FILE_NAME in str(found)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("  at_least: 2", None),
        ("  at_least: 2\n  steps: { FY2026/27: 3 }", None),
        ("  at_least: 2\n  steps: { '2026': 3 }", "judged by fiscal_year has no period 2026"),
        ("  at_least: 2\n  steps: { FY2026/28: 3 }", "a fiscal year ends in the year after"),
    ],
)
def test_a_promise_by_fiscal_years_names_its_periods_by_them(
    register: conftest.Register, rule: str, message: str | None
) -> None:
    register.change(SHARE, "cadence: year", "cadence: fiscal_year")
    register.change(SHARE, "  at_least: 2", rule)
    found = register.mistakes()
    assert (found == []) if message is None else (message in found[0])


@pytest.mark.parametrize(
    ("cadence", "message"),
    [
        ("cadence: fiscal_year\nfiscal_year_begins: '07-01'", None),
        (
            "cadence: fiscal_year\nfiscal_year_begins: '01-01'",
            "is the calendar year; set cadence: y",
        ),
        ("cadence: year\nfiscal_year_begins: '07-01'", "is of fiscal years; set cadence: fiscal_y"),
        (
            "cadence: fiscal_year\nfiscal_year_begins: July",
            "write the month and day every year has",
        ),
    ],
)
def test_a_promise_may_name_one_fiscal_year_for_all(
    register: conftest.Register, cadence: str, message: str | None
) -> None:
    register.change(SHARE, "cadence: year", cadence)
    found = register.mistakes()
    assert (found == []) if message is None else (message in found[0])


def test_no_total_is_made_of_fiscal_years(register: conftest.Register) -> None:
    register.change(SHARE, "cadence: year", "cadence: fiscal_year")
    formula = "formula: { kind: share_of_total, among: nato }"
    register.change(SHARE, "  money_base: gdp", f"  {formula}")
    assert "adds up one period of all members, and fiscal years differ" in register.mistakes()[0]


def mistakes(folder: Path, promise: Register, sources: dict[str, Source]) -> list[str]:
    name = promise.commitments[0].id
    (folder / "commitments").mkdir()
    (folder / "commitments" / f"{name}.yaml").write_text("id: pact\n")
    found = measure_mistakes(promise, folder=folder, sources=sources)
    return [mistake.message for mistake in found]


@pytest.mark.parametrize(
    ("starts", "obligors", "shared", "message"),
    [
        ("party", ("JPN", "USA"), None, None),
        ("10-01", ("USA",), None, None),
        (
            "10-01",
            ("JPN", "USA"),
            None,
            "tells fiscal years that begin on 10-01; others begin those",
        ),
        ("10-01", ("JPN", "USA"), "10-01", None),
        ("04-01", ("JPN", "USA"), "10-01", "begin on 04-01, not from 10-01 on, for JPN, USA"),
        (
            "party",
            ("JPN", "USA"),
            "10-01",
            "each party's own fiscal years, not from 10-01 on, for JPN",
        ),
        ("party", ("USA",), "10-01", None),
    ],
)
def test_a_publishers_fiscal_years_measure_parties_that_have_the_same(
    tmp_path: Path,
    starts: str,
    obligors: tuple[str, ...],
    shared: str | None,
    message: str | None,
) -> None:
    source = SOURCES[NATO]
    form = source.forms[0]
    text = form.texts.get("period") or form.values[0].texts["period"]
    fiscal = text.model_copy(update={"cadence": None, "fiscal_year_starts": starts})
    form = form.model_copy(update={"texts": {**form.texts, "period": fiscal}})
    changed = source.model_copy(update={"forms": (form,)})
    promise = commitment(
        Threshold(at_least=Decimal(1)),
        measure=Measure(name="Share", source=NATO, unit="percent", indicator="defence-share-gdp"),
        cadence=Cadence.FISCAL_YEAR,
        fiscal_year_begins=shared,
        obligors=obligors,
    )
    register = Register(
        version="first",
        arrangements=(arrangement(()),),
        commitments=(promise,),
        fiscal_years=FiscalYears(begins_on=(("JPN", "04-01"), ("USA", "10-01"))),
    )
    found = mistakes(tmp_path, register, {**SOURCES, NATO: changed})
    assert (found == []) if message is None else (message in found[0] and "JPN" in found[0])


@pytest.mark.parametrize(
    ("in_kind", "delivered", "message"),
    [
        (None, "ukraine-allocated-military", None),
        (InKind.VALUED, "ukraine-allocated", None),
        (InKind.EXCLUDED, "ukraine-allocated", "ukraine-allocated of kiel-ukraine-support is decl"),
        (InKind.VALUED, "ukraine-allocated-military", "is not declared for it; name indicators"),
    ],
)
def test_amounts_hold_what_is_given_in_kind_as_the_promise_says(
    tmp_path: Path, in_kind: InKind | None, delivered: str, message: str | None
) -> None:
    rule = Deliver(owed=("ukraine-committed",), delivered=(delivered,), in_kind=in_kind)
    promise = commitment(
        rule, measure=Measure(name="Aid", source=KIEL, unit="eur_billion"), obligors=("NLD",)
    )
    register = Register(version="first", arrangements=(arrangement(()),), commitments=(promise,))
    found = mistakes(tmp_path, register, SOURCES)
    assert (found == []) if message is None else (message in found[0])


def test_the_rule_says_whose_fiscal_years_and_whether_gifts_in_kind_count() -> None:
    rule = Deliver(owed=("owed",), delivered=("paid",), in_kind=InKind.EXCLUDED)
    promise = commitment(rule, cadence=Cadence.FISCAL_YEAR)
    assert rule_sentence(promise) == (
        "The whole amount owed for each fiscal year is delivered by the day it is due (dues). "
        "What is given in kind does not count. A fiscal year is each party's own."
    )
    shared = replace(promise, fiscal_year_begins="07-01")
    assert rule_sentence(shared).endswith(
        "A fiscal year begins on 1 July, for whomever it is judged."
    )
    valued = replace(promise, rule=replace(rule, in_kind=InKind.VALUED))
    assert "cannot be known where the publisher does not tell it apart" in rule_sentence(valued)
