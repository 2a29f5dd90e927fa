"""Worlds drawn by Hypothesis: promises, parties that come and go, editions in disorder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from commitments.model import (
    Cadence,
    Commitment,
    Composite,
    ConstantPrices,
    Deliver,
    Exemption,
    FairShare,
    Growth,
    Instalment,
    LeftOut,
    Measure,
    Member,
    Milestone,
    OtherBasis,
    OtherSource,
    RateDay,
    Rates,
    Ratio,
    Reach,
    Register,
    Reporting,
    Respond,
    Rule,
    RuleKind,
    ShareOfTotal,
    Stage,
    StageName,
    Step,
    Sustain,
    TakePart,
    Threshold,
    Waiver,
)
from tests.judging.judging import HOME, KINDS, MEASURES, commitment, register
from tests.judging.oracle import (
    Activity,
    Ledger,
    Observation,
    Submission,
    fiscal_label,
    period_of,
    periods,
    year_before,
)
from warehouse.judgement import Horizon

PARTIES = ("BEL", "NLD", HOME)
_CALENDARS = ("01-01", "04-01", "10-01")
FIRST, LAST = date(2020, 1, 1), date(2025, 12, 31)
REACH_BACK = {
    Cadence.YEAR: 1500,
    Cadence.FISCAL_YEAR: 1500,
    Cadence.HALF: 600,
    Cadence.QUARTER: 400,
    Cadence.MONTH: 120,
    Cadence.DAY: 6,
}
NEAR = [Decimal(text) for text in ("0", "1.799999999", "1.8", "1.999999999", "2", "2.000000001")]
STATUSES = ("A", "A", "E", "P", "F")
CURRENCIES = ("usd", "gbp")


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything a judgement depends on."""

    register: Register
    ledger: Ledger
    horizon: Horizon


@cache
def days(near: tuple[date, ...]) -> st.SearchStrategy[date]:
    """A day that matters, one beside it, or any."""
    beside = st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(near), offsets)
    return st.one_of(beside, beside, st.dates(FIRST, LAST))


offsets = st.integers(-1, 1)
shares = st.one_of(
    st.sampled_from(NEAR), st.decimals("0", "5", places=16), st.decimals("0", "5", places=3)
)
money = st.one_of(
    st.sampled_from([Decimal("100"), Decimal("99.99"), Decimal("0.01"), Decimal(0)]),
    st.decimals("0", "200", places=2),
)


@st.composite
def worlds(
    draw: st.DrawFn,
    kinds: Sequence[type[Rule]] = (),
    *,
    editions: int = 4,
    cadence: Cadence | None = None,
    as_of: date | None = None,
) -> World:
    """A world with up to three commitments, and now and then composites of them, from one day.

    With a `cadence` all have that one, and there is a composite.
    """
    as_of = as_of or draw(days((date(2024, 12, 31), date(2025, 1, 31), date(2025, 3, 31))))
    chosen = kinds or draw(st.lists(st.sampled_from([*KINDS.values()]), min_size=1, max_size=3))
    given: dict[str, Any] = {"as_of": as_of, "cadence": cadence}
    given["shared_year"] = draw(st.sampled_from([None, None, "07-01"]))
    promises = [
        draw(commitments(kind, name=f"c{number}", **given)) for number, kind in enumerate(chosen)
    ]
    members = draw(memberships(as_of))
    ledger = draw(ledgers(promises, as_of=as_of, editions=editions))
    horizon = draw(horizons(as_of))
    if cadence or (len(promises) > 1 and draw(st.booleans())):
        promises += draw(st.lists(composites(promises, as_of), min_size=1, max_size=2))
    return World(register=register(named(promises), members), ledger=ledger, horizon=horizon)


def named(promises: Sequence[Commitment]) -> list[Commitment]:
    """Composites get their names by their place, in an order that is not that of judging."""
    return [
        replace(promise, id=f"a{number}") if promise.parts else promise
        for number, promise in reversed(list(enumerate(promises)))
    ]


@st.composite
def composites(draw: st.DrawFn, promises: Sequence[Commitment], as_of: date) -> Commitment:
    """At least so many of the promises, in periods of one of theirs."""
    parts = draw(
        st.lists(st.sampled_from(promises), min_size=2, unique_by=lambda item: item.id, max_size=3)
    )
    kind = draw(st.sampled_from([RuleKind.ALL_OF, RuleKind.ANY_OF, RuleKind.K_OF_N]))
    asked = {RuleKind.ALL_OF: len(parts), RuleKind.ANY_OF: 1}
    rule = Composite(
        kind=kind,
        parts=tuple(part.id for part in parts),
        at_least=asked.get(kind) or draw(st.integers(1, len(parts))),
    )
    one = draw(st.sampled_from(parts))
    return replace(
        one,
        id="composite",
        rule=rule,
        measure=MEASURES[Composite],
        reporting=None,
        waivers=draw(st.one_of(*[st.just(())] * 3, few_waivers(as_of))),
    )


@st.composite
def horizons(draw: st.DrawFn, as_of: date) -> Horizon:
    near = days((as_of, date(2024, 12, 31)))
    known_on = draw(st.one_of(st.none(), st.none(), st.none(), near))
    recorded = draw(st.one_of(st.none(), st.none(), st.none(), st.integers(0, 4)))
    return Horizon(
        as_of=as_of,
        known_on=known_on,
        recorded_before=None if recorded is None else _received(recorded),
    )


def _received(number: int) -> datetime:
    return datetime(2026, 1, 1, 8, number)


@st.composite
def memberships(draw: st.DrawFn, as_of: date) -> list[Member]:
    near = days((as_of, date(2023, 12, 31), date(2024, 12, 31)))
    members = []
    for party in PARTIES:
        turns = sorted(set(draw(st.one_of(st.just([]), st.lists(near, max_size=3)))))
        is_founder = draw(st.sampled_from([True, True, False]))
        starts = [date(1949, 4, 4), *turns] if is_founder else turns
        for joined_on, left_on in zip(starts[::2], [*starts[1::2], None], strict=False):
            members.append(Member(party=party, joined_on=joined_on, left_on=left_on))
    return members


@st.composite
def commitments(
    draw: st.DrawFn,
    kind: type[Rule],
    *,
    name: str,
    as_of: date,
    cadence: Cadence | None = None,
    shared_year: str | None = None,
) -> Commitment:
    possible = {
        Reach: [Cadence.YEAR, Cadence.FISCAL_YEAR],
        Sustain: [*set(Cadence) - {Cadence.DAY}],
    }
    cadence = cadence or draw(st.sampled_from(sorted(possible.get(kind, Cadence))))
    rule = draw(rules(kind, cadence, as_of))
    effective_from = as_of - timedelta(days=draw(st.integers(-3, REACH_BACK[cadence])))
    until = draw(st.one_of(st.none(), st.none(), days((as_of, date(2024, 12, 31)))))
    return commitment(
        rule,
        id=name,
        obligors=draw(st.sampled_from(["members", "members", "members", "home", ("BEL", "NLD")])),
        cadence=cadence,
        fiscal_year_begins=shared_year if cadence is Cadence.FISCAL_YEAR else None,
        effective_from=effective_from,
        effective_until=max(until, effective_from) if until else None,
        measure=_comparable(draw(measures(rule)), cadence),
        reporting=Reporting(
            due_days=draw(st.sampled_from([0, 31, 365])),
            delinquent_days=draw(st.sampled_from([0, 60])),
        ),
        exemptions=draw(
            st.sampled_from([(), (), (), (), (Exemption(party="BEL", reason="none"),)])
        ),
        waivers=draw(st.one_of(*[st.just(())] * 3, few_waivers(as_of))),
    )


def _comparable(measure: Measure, cadence: Cadence) -> Measure:
    """No total is made of fiscal years, which differ."""
    is_a_total = isinstance(measure.formula, ShareOfTotal | FairShare)
    is_fiscal = cadence is Cadence.FISCAL_YEAR
    return replace(measure, formula=None) if is_a_total and is_fiscal else measure


@st.composite
def waivers(draw: st.DrawFn, as_of: date) -> Waiver:
    ends = sorted([draw(days((as_of, date(2024, 12, 31)))) for _ in range(2)])
    party = draw(st.sampled_from(PARTIES))
    return Waiver(party=party, author="me", reason="why", starts_on=ends[0], ends_on=ends[1])


def few_waivers(as_of: date) -> st.SearchStrategy[tuple[Waiver, ...]]:
    return st.lists(waivers(as_of), min_size=1, max_size=2).map(tuple)


_BASELINES = {
    Cadence.YEAR: ["2019", "2021", "2022"],
    Cadence.FISCAL_YEAR: ["FY2019/20", "FY2021/22"],
}


def rules(kind: type[Rule], cadence: Cadence, as_of: date) -> st.SearchStrategy[Rule]:
    margins = st.sampled_from([Decimal(0), Decimal("0.2")])
    if kind is Threshold:
        return thresholds(cadence, as_of)
    if kind is Sustain:
        growths = st.sampled_from([Decimal(0), Decimal("0.0001"), Decimal("3.3")])
        return st.builds(Sustain, growth=growths, margin=margins)
    if kind is TakePart:
        return st.builds(
            TakePart,
            activity=st.just("request"),
            stage=st.sampled_from(["closed", "answered"]),
            at_least=st.integers(1, 4),
            margin=st.integers(0, 1),
        )
    if kind is Milestone:
        return milestones(as_of)
    if kind is Reach:
        return st.builds(
            Reach,
            at_least=st.sampled_from([Decimal(2), Decimal("3.5")]),
            by=st.sampled_from([date(2023, 12, 31), date(2024, 6, 30), date(2027, 12, 31)]),
            baseline=st.sampled_from(_BASELINES[cadence]),
            margin=margins,
        )
    if kind is Deliver:
        return deliveries()
    return st.builds(
        Respond,
        activity=st.just("request"),
        from_stage=st.just("asked"),
        to_stage=st.just("answered"),
        within_days=st.sampled_from([0, 1, 30]),
        business_days_of=st.sampled_from([None, None, "obligor", "SAU"]),
        at_least=st.sampled_from([Decimal(100), Decimal(50), Decimal("66.666666667")]),
        margin=st.sampled_from([Decimal(0), Decimal(20)]),
        unless=st.sampled_from([(), ("closed",)]),
    )


@st.composite
def thresholds(draw: st.DrawFn, cadence: Cadence, as_of: date) -> Threshold:
    """At least or at most so much, now and then by steps or along a line."""
    limit = draw(st.sampled_from([Decimal(2), Decimal("1.8")]))
    starts = draw(st.one_of(st.just([]), st.lists(st.integers(-900, 500), max_size=3)))
    by_month = Cadence.MONTH if cadence is Cadence.DAY else cadence
    labels = {period_of(by_month, as_of + timedelta(days=start), "07-01").label for start in starts}
    return Threshold(
        **{draw(st.sampled_from(["at_least", "at_least", "at_most"])): limit},
        margin=draw(st.sampled_from([Decimal(0), Decimal("0.2")])),
        steps=tuple(
            Step(since=label, amount=draw(st.decimals("0", "3", places=9)))
            for label in sorted(labels)
        ),
        is_ramp=draw(st.booleans()),
    )


def milestones(as_of: date) -> st.SearchStrategy[Rule]:
    near = days((as_of, date(2024, 12, 31), date(2025, 1, 31)))
    deeds = st.builds(
        Milestone,
        by=near,
        activity=st.just("request"),
        stage=st.sampled_from(["closed", "answered"]),
    )
    heights = st.sampled_from([Decimal(1), Decimal(1), Decimal(2)])
    return st.one_of(deeds, st.builds(Milestone, by=near, at_least=heights))


STAGES = (
    Stage(name=StageName.PLEDGED, indicators=("owed",)),
    Stage(name=StageName.COMMITTED, indicators=("owed", "paid")),
    Stage(name=StageName.DISBURSED, indicators=("paid",)),
)


INSTALMENTS = (
    Instalment(share=Decimal("33.33"), month=1, day=31),
    Instalment(share=Decimal("66.67"), month=12, day=30),
)


def deliveries() -> st.SearchStrategy[Rule]:
    named = st.sampled_from([("paid", None), (None, "settled"), ("paid", "settled")])
    items = st.sampled_from([None, None, "plan-a", "*-a"])
    debts = st.sampled_from([("owed",), ("owed",), ("owed", "paid")])
    stages = st.sampled_from([(), (), STAGES])
    instalments = st.sampled_from([(), (), INSTALMENTS])
    ends = st.sampled_from([False, False, True])
    by_period = st.builds(
        lambda pair, owed, item, stages, instalments, is_open_ended: Deliver(
            owed=owed,
            delivered=(pair[0],) if pair[0] else (),
            settled=pair[1],
            stages=stages,
            instalments=() if pair[1] or is_open_ended else instalments,
            item=item,
            is_open_ended=is_open_ended,
        ),
        named,
        debts,
        items,
        stages,
        instalments,
        ends,
    )
    cumulative = st.builds(
        Deliver,
        owed=debts,
        delivered=st.sampled_from([("paid",), ("paid",), ("paid", "owed")]),
        stages=stages,
        instalments=instalments,
        item=items,
        is_cumulative=st.just(True),
        is_open_ended=st.just(False),
    )
    open_ended = cumulative.map(
        lambda rule: replace(rule, instalments=(), is_open_ended=True)  # no day is no instalment
    )
    return st.one_of(by_period, by_period, cumulative, open_ended)


@st.composite
def measures(draw: st.DrawFn, rule: Rule) -> Measure:
    if isinstance(rule, Deliver):
        return Measure(name="Dues", source="dues", **draw(prices))
    if isinstance(rule, Respond):
        return Measure(name="Answers", source="requests", unit="percent")
    if isinstance(rule, TakePart):
        return Measure(name="Requests", source="requests", unit="number")
    if isinstance(rule, Milestone) and rule.activity:
        return Measure(name="A request", source="requests", unit="flag")
    if isinstance(rule, Milestone) and rule.at_least == 1:
        return Measure(name="Opened", source="figures", unit="flag", indicator="open")
    if isinstance(rule, Milestone):
        return Measure(name="Share", source="figures", unit="percent", indicator="share")
    return Measure(
        name="Share",
        source="figures",
        unit="percent",
        indicator="share",
        money_base=draw(st.sampled_from(["gdp", None])),
        other_basis=draw(st.sampled_from([None, SPENT_OF_GDP])),
        other_source=draw(st.sampled_from([None, None, SPENT_OF_THEIRS, THEIR_SHARE])),
        published_decimals=draw(st.sampled_from([None, 0, 2])),
        formula=draw(st.sampled_from([None, None, None, *FORMULAS])),
    )


SPENT_OF_THEIRS = OtherSource(source="others", indicator="spent", over="gdp", times=100)
THEIR_SHARE = OtherSource(source="others", indicator="share")
FORMULAS = (
    Ratio(over="gdp", times=100),
    Growth(),
    ShareOfTotal(among="pact"),
    ShareOfTotal(among="pact", without=(LeftOut(party="BEL", reason="none"),)),
    FairShare(among="pact", ability="gdp"),
    FairShare(among="pact", ability="spent", ability_source="figures"),
)
SPENT_OF_GDP = OtherBasis(indicator="spent", over="gdp", times=100)
# In what money promises of an amount are judged: as published, converted, or in constant prices.
prices = st.one_of(
    st.just({"unit": "usd"}),
    st.builds(
        lambda unit, at: {"unit": unit, "rates": Rates(source="rates", at=at)},
        st.sampled_from(["usd", "eur_thousand", "gbp"]),
        st.sampled_from(RateDay),
    ),
    st.builds(
        lambda over: {
            "unit": "usd",
            "constant_prices": ConstantPrices(
                source="dues", indicator="index", over=over, base="2024"
            ),
        },
        st.sampled_from(["index-before", None]),
    ),
)


# Ledgers


@st.composite
def ledgers(
    draw: st.DrawFn, promises: Sequence[Commitment], *, as_of: date, editions: int
) -> Ledger:
    """Editions of every source that the promises need, numbered in the order of their arrival."""
    labels = _labels(promises, as_of)
    sources = sorted(labels)
    arrival = st.tuples(st.sampled_from(sources), _published(as_of))
    arrivals = draw(
        st.lists(arrival, min_size=draw(st.sampled_from([0, 1, 2, 2])), max_size=editions)
    )
    arrivals += [("rates", draw(_published(as_of))) for _ in _rates_of(promises)]
    submissions, observations, activities = [], [], []
    for number, (source, published_on) in enumerate(arrivals):
        edition = Submission(
            submission=f"s{draw(st.integers(0, 9))}{number}",
            source=source,
            published_on=published_on,
            received_at=_received(draw(st.integers(0, number))),
            rows_accepted=draw(st.sampled_from([1] * 9 + [0])),
        )
        submissions.append(edition)
        if source == "rates":
            observations += draw(rate_rows(edition, as_of))
        elif source == "requests":
            activities += draw(case_rows(edition, as_of))
        elif labels[source]:
            observations += draw(figure_rows(edition, labels[source], as_of))
    return Ledger(submissions=submissions, observations=observations, activities=activities)


def _rates_of(promises: Sequence[Commitment]) -> set[str]:
    return {promise.measure.rates.source for promise in promises if promise.measure.rates}


@st.composite
def rate_rows(draw: st.DrawFn, edition: Submission, as_of: date) -> list[Observation]:
    """Units of a currency for one euro: now and then one is missing where it is needed."""
    weeks = [date(2024, 1, 2), date(2024, 12, 31), date(2025, 1, 31), as_of]
    near = [day - timedelta(days=back) for day in weeks for back in (0, 1, 7, 8)]
    quoted = sorted(draw(st.sets(st.sampled_from(near), min_size=4)))
    return [
        Observation(
            submission=edition.submission,
            row_number=number,
            source=edition.source,
            published_on=edition.published_on,
            party="euro-area",
            indicator=f"eur-rate-{currency}",
            period=day.isoformat(),
            value=draw(st.decimals("0.5", "2", places=5)),
        )
        for number, (currency, day) in enumerate(product(CURRENCIES, quoted), start=1)
    ]


def _published(as_of: date) -> st.SearchStrategy[date]:
    return days((as_of, date(2024, 12, 31), date(2025, 1, 31), as_of - timedelta(days=200)))


def _labels(promises: Sequence[Commitment], as_of: date) -> dict[str, list[str]]:
    """The periods worth a figure: those of the promises, and the years a path may start from."""
    labels: dict[str, set[str]] = {
        source: set() for promise in promises for source in _sources_of(promise)
    }
    for promise in promises:
        once_on = promise.rule.by if isinstance(promise.rule, Milestone) else None
        found: list[str] = []
        for begins_on in _calendars(promise):
            owed = periods(promise, begins_on, as_of=as_of, once_on=once_on)
            found += [period.label for period in owed][-3:]
            if isinstance(promise.rule, Reach):
                years = range(2019, as_of.year + 1)
                found += [fiscal_label(year, begins_on) for year in years]
        if isinstance(promise.rule, Sustain | Milestone) or promise.measure.formula:
            found += [year_before(label) for label in found if label[5:] != "02-29"]
        for source in _sources_of(promise):
            labels[source] |= set(found)
    return {source: sorted(found) for source, found in labels.items()}


def _calendars(promise: Commitment) -> Sequence[str]:
    if promise.cadence is not Cadence.FISCAL_YEAR:
        return ("01-01",)
    return (promise.fiscal_year_begins,) if promise.fiscal_year_begins else _CALENDARS


def _sources_of(promise: Commitment) -> set[str]:
    other = promise.measure.other_source
    return {promise.measure.source, *([other.source] if other else [])}


@st.composite
def figure_rows(
    draw: st.DrawFn, edition: Submission, labels: Sequence[str], as_of: date
) -> list[Observation]:
    kinds = FIGURES[edition.source]
    cells = list(product(PARTIES, kinds, labels))
    left_out = draw(st.sets(st.sampled_from(cells), max_size=len(cells) // 2))
    rows: list[dict[str, Any]] = []
    for party, indicator, period in cells:
        copies = draw(st.integers(1, 2)) if indicator == "paid" else 1
        given = {"party": party, "indicator": indicator, "period": period}
        if (party, indicator, period) not in left_out:
            rows += [given | draw(_contents(indicator, as_of)) for _ in range(copies)]
    return [
        Observation(
            submission=edition.submission,
            row_number=number,
            source=edition.source,
            published_on=edition.published_on,
            **row,
        )
        for number, row in enumerate(rows, start=1)
    ]


def _told(values: st.SearchStrategy[Decimal]) -> st.SearchStrategy[dict[str, Any]]:
    """A value with its status, now and then a missing one."""
    told = st.builds(_as_told, values, st.sampled_from(STATUSES))
    return st.one_of(*[told] * 7, st.just({"value": None, "status": "M"}))


def _as_told(value: Decimal, status: str) -> dict[str, Any]:
    return {"value": value, "status": status}


FIGURES = {
    "dues": ("owed", "paid", "settled", "index", "index-before"),
    "figures": ("share", "gdp", "spent", "open"),
    "others": ("share", "gdp"),
}
CONTENTS = {
    "spent": _told(st.sampled_from([Decimal("2"), Decimal("1.99999999999"), Decimal("600000")])),
    "index": _told(st.decimals("0.5", "150", places=7)),
    "index-before": _told(st.decimals("0.5", "150", places=7)),
    "share": _told(shares),
    "gdp": _told(
        st.one_of(
            st.sampled_from([Decimal("100"), Decimal("33333333.3333333333333")]),
            st.decimals("0", "30000000", places=13),
        )
    ),
    "owed": _told(money),
    "paid": _told(money),
    "settled": _told(st.sampled_from([Decimal(0), Decimal(1)])),
    "open": _told(st.sampled_from([Decimal(0), Decimal(1)])),
}
# Of which plan a value is, and of which series that an edition replaces as a whole.
PLACED = st.fixed_dictionaries(
    {
        "item": st.sampled_from([None, "plan-a", "plan-b"]),
        "series": st.sampled_from([None, None, None, "one", "two"]),
        "unit": st.sampled_from(["usd", "usd", "usd_thousand", "gbp", "eur_million", "jpy"]),
    }
)
DATED = {"owed": "due_on", "paid": "occurred_on", "settled": "occurred_on", "open": "occurred_on"}


@cache
def _contents(indicator: str, as_of: date) -> st.SearchStrategy[dict[str, Any]]:
    if indicator not in DATED:
        return CONTENTS[indicator]
    near = days((as_of, date(2024, 12, 31), date(2025, 1, 31)))
    dates = st.one_of(st.none(), near, near).map(lambda day: {DATED[indicator]: day})
    if indicator == "open":
        return _joined(CONTENTS[indicator], dates)
    if indicator == "settled":
        due = st.one_of(st.none(), near).map(lambda day: {"due_on": day})
        items = st.sampled_from([None, "plan-a"]).map(lambda item: {"item": item})
        return _joined(CONTENTS[indicator], dates, due, items)
    return _joined(CONTENTS[indicator], dates, PLACED)


def _joined(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda told: {k: v for part in told for k, v in part.items()})


@st.composite
def case_rows(draw: st.DrawFn, edition: Submission, as_of: date) -> list[Activity]:
    near = st.one_of(
        days((as_of, as_of - timedelta(days=30), date(2024, 12, 31), date(2024, 12, 1))),
        st.integers(0, 100).map(lambda back: as_of - timedelta(days=back)),
        st.integers(0, 5).map(lambda back: as_of - timedelta(days=back)),
    )
    chosen = draw(st.lists(st.sampled_from("abcdefgh"), min_size=3, max_size=8, unique=True))
    rows = []
    for name in chosen:
        asked = draw(near)
        answer = draw(st.one_of(st.none(), st.sampled_from([0, 1, 2, 29, 30, 31])))
        closed = asked + timedelta(days=draw(st.sampled_from([0, 1, 30, 31])))
        stages = {"asked": asked, "closed": closed}
        if answer is not None:
            stages["answered"] = asked + timedelta(days=answer)
        kind = draw(st.sampled_from(["request"] * 5 + ["visit"]))
        sides = draw(st.sampled_from(PARTIES)), draw(st.sampled_from([*PARTIES, "JPN"]))
        rows += [(name, kind, sides, stages)]
    told = [(*case[:3], stage, day) for case in rows for stage, day in case[3].items()]
    return [
        Activity(
            submission=edition.submission,
            row_number=number,
            source=edition.source,
            published_on=edition.published_on,
            activity=name,
            kind=kind,
            responder=sides[0],
            initiator=sides[1],
            stage=stage,
            occurred_on=day,
        )
        for number, (name, kind, sides, stage, day) in enumerate(told, start=1)
    ]
