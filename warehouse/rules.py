"""The register as the judgement's tables: rules, whom they bind, and exceptions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from commitments.business_days import business_days
from commitments.model import (
    Basis,
    Cadence,
    Commitment,
    Composite,
    Deliver,
    Measure,
    Milestone,
    Reach,
    Register,
    Respond,
    Sustain,
    TakePart,
    Threshold,
)
from warehouse.books import books_of, formulas_of, own_book, priced_book
from warehouse.workings import Row, circles, counted_members, workings


@dataclass(frozen=True, kw_only=True)
class RuleTables:
    """The register as JSON, in the shapes of `queries/judge/load_*.sql`."""

    rules: str
    books: str
    formulas: str
    steps: str
    instalments: str
    named: str
    parts: str
    bound: str
    exceptions: str
    fiscal_years: str
    workings: str
    circles: str

    def by_name(self) -> Mapping[str, str]:
        """Each table by its name, which is that of its statement, `load_…`, and its parameter."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def rule_tables(
    register: Register, *, home_party: str, basis: Basis = Basis.REPORTED
) -> RuleTables:
    """The commitments of the register as tables."""
    promises = register.commitments
    return RuleTables(
        rules=to_json([_rule(item, register, basis) for item in promises]),
        books=to_json([row for item in promises for row in books_of(item, basis)]),
        formulas=to_json([row for item in promises for row in formulas_of(item)]),
        steps=to_json([row for item in promises for row in _steps(item)]),
        instalments=to_json([row for item in promises for row in _instalments(item)]),
        named=to_json([row for item in promises for row in _named(item)]),
        parts=to_json([row for item in promises for row in _parts(item)]),
        bound=to_json(
            [row for item in promises for row in _bound(item, register, home_party=home_party)]
        ),
        exceptions=to_json([row for item in promises for row in _exceptions(item)]),
        fiscal_years=to_json(_fiscal_years(register)),
        workings=to_json(workings(register)),
        circles=to_json(circles(register)),
    )


def content_of(register: Register) -> str:
    """The whole register as JSON, to be kept with what was judged by it."""
    return to_json(asdict(register))


def to_json(content: object) -> str:
    """JSON with dates in ISO form and decimals as text, keys in order."""
    return json.dumps(content, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | StrEnum):
        return str(value)
    raise TypeError(f"not expected in a register: {type(value).__name__}")


def _rule(item: Commitment, register: Register, basis: Basis) -> Row:
    measure, rule, reporting = item.measure, item.rule, item.reporting
    return {
        "commitment": item.id,
        "arrangement": item.arrangement,
        "kind": rule.kind,
        "cadence": item.cadence,
        "effective_from": item.effective_from,
        "effective_until": item.effective_until,
        "source": measure.source or None,
        "unit": measure.unit,
        "indicator": measure.indicator,
        "money_base": measure.money_base,
        **_prices(measure),
        "book": own_book(item, basis),
        "priced_book": priced_book(item),
        "due_days": reporting.due_days if reporting else None,
        "delinquent_days": reporting.delinquent_days if reporting else None,
        "is_illustrative": item.is_illustrative,
        "rule_hash": _rule_hash(item, register),
        **_terms(item, register),
    }


def _prices(measure: Measure) -> Row:
    rates, prices = measure.rates, measure.constant_prices
    return {
        "rates": rates.source if rates else None,
        "rates_at": rates.at if rates else None,
        "deflator_source": prices.source if prices else None,
        "deflator": prices.indicator if prices else None,
        "deflator_over": prices.over if prices else None,
        "base_period": prices.base if prices else None,
    }


def _terms(item: Commitment, register: Register) -> Row:
    match item.rule:
        case Threshold() as rule:
            return {
                "at_least": rule.begins_at,
                "ends_at": rule.ends_at,
                "is_ceiling": rule.at_most is not None,
                "is_ramp": rule.is_ramp,
                "margin": rule.margin,
            }
        case Reach() as rule:
            return {
                "at_least": rule.at_least,
                "ends_at": rule.at_least,
                "margin": rule.margin,
                "baseline": int(rule.baseline.removeprefix("FY")[:4]),
                "reach_by": rule.by,
            }
        case Deliver() as rule:
            return {
                "settled": rule.settled,
                "item": rule.item,
                "is_cumulative": rule.is_cumulative,
                "is_open_ended": rule.is_open_ended,
            }
        case Milestone() as rule:
            return {
                "at_least": rule.at_least,
                "activity": rule.activity,
                "stage": rule.stage,
                "by_day": rule.by,
            }
        case Composite() as rule:
            return {"at_least": rule.at_least, "by_day": _last_day(rule, register)}
        case Respond() | TakePart() | Sustain() as rule:
            terms = asdict(rule)
            terms.pop("kind")
            return terms


def _last_day(rule: Composite, register: Register) -> date | None:
    """The last day of parts that are milestones, when the composite is owed; else None."""
    parts = [register.commitment(part).rule for part in rule.parts]
    days = [part.by for part in parts if isinstance(part, Milestone)]
    return max(days, default=None)


def _named(item: Commitment) -> list[Row]:
    """The indicators a promise of an amount names, each with what it says."""
    if not isinstance(item.rule, Deliver):
        return []
    roles = {"owed": item.rule.owed, "delivered": item.rule.delivered}
    roles |= {"settled": (item.rule.settled,) if item.rule.settled else ()}
    roles |= {stage.name: stage.indicators for stage in item.rule.stages}
    return [
        {"commitment": item.id, "role": role, "indicator": indicator}
        for role, indicators in roles.items()
        for indicator in indicators
    ]


def _instalments(item: Commitment) -> list[Row]:
    instalments = item.rule.instalments if isinstance(item.rule, Deliver) else ()
    return [{"commitment": item.id, **asdict(instalment)} for instalment in instalments]


def _parts(item: Commitment) -> list[Row]:
    return [
        {"commitment": item.id, "part": part, "number": number}
        for number, part in enumerate(item.parts, start=1)
    ]


def _steps(item: Commitment) -> list[Row]:
    steps = item.rule.steps if isinstance(item.rule, Threshold) else ()
    return [{"commitment": item.id, **asdict(step)} for step in steps]


def _rule_hash(item: Commitment, register: Register) -> str:
    """Changes when what is promised changes; titles, citations and exceptions do not count.

    Nor does what is said of what amounts hold, which decides nothing.

    The dates of a promise are hashed apart, after a dot: an end changes nothing before it. So are,
    where it is a share among members, who they are and when, after another.
    """
    of_parts = [_rule_hash(register.commitment(part), register).split(".") for part in item.parts]
    promised = [asdict(part) for part in (item.measure, item.rule, item.reporting) if part]
    for part in promised:
        for said in ("in_kind", "support"):
            part.pop(said, None)
    if item.cadence is Cadence.FISCAL_YEAR:
        shared = item.fiscal_year_begins
        promised.append({"begins": shared} if shared else asdict(register.fiscal_years))
    dates = [item.effective_from, item.effective_until]
    counted: list[object] = [asdict(member) for member in counted_members(item, register)]
    counted += [one for part in of_parts for one in part[2:]]
    first = _hash([*promised, item.cadence, *(part[0] for part in of_parts)])
    second = _hash([*dates, *(part[1] for part in of_parts)])
    return f"{first}.{second}" + (f".{_hash(counted)}" if counted else "")


def _hash(parts: Sequence[object]) -> str:
    return hashlib.sha256(to_json(parts).encode()).hexdigest()[:16]


def _bound(item: Commitment, register: Register, *, home_party: str) -> list[Row]:
    if item.obligors == "members":
        members = register.arrangement(item.arrangement).members
        rows: list[Row] = [asdict(member) for member in members]
    else:
        obligors = [home_party] if item.obligors == "home" else dict.fromkeys(item.obligors)
        rows = [{"party": party} for party in obligors]
    return [{"commitment": item.id, **row, **_own_year(item, register, row)} for row in rows]


def _own_year(item: Commitment, register: Register, row: Row) -> Row:
    """The day on which the fiscal year begins by which the promise is judged for the party."""
    if item.cadence is not Cadence.FISCAL_YEAR:
        return {}
    own = register.fiscal_years.of(str(row["party"]))
    return {"year_begins": item.fiscal_year_begins or own}


def _fiscal_years(register: Register) -> list[Row]:
    """The day on which the fiscal year of each party begins; without a party, of all others.

    Under each day that day, for promises that name it.
    """
    known = [("", register.fiscal_years.default), *register.fiscal_years.begins_on]
    days = {day for _, day in known} | {item.fiscal_year_begins for item in register.commitments}
    known += [(day, day) for day in sorted(day for day in days if day)]
    return [{"party": party, "begins_on": day} for party, day in known]


def _exceptions(item: Commitment) -> list[Row]:
    exemptions = [
        {"commitment": item.id, "party": exempt.party, "reason": f"exempt: {exempt.reason}"}
        for exempt in item.exemptions
    ]
    waivers = [
        {
            "commitment": item.id,
            "party": waiver.party,
            "starts_on": waiver.starts_on,
            "ends_on": waiver.ends_on,
            "reason": f"waived until {waiver.ends_on} by {waiver.author}: {waiver.reason}",
        }
        for waiver in item.waivers
    ]
    return [*exemptions, *waivers]


def business_day_rows(register: Register, *, home_party: str, as_of: date) -> str:
    """The business days of every calendar that a promise to answer counts by, as JSON.

    They reach from a year before the promise to so long after the day judged that a case raised
    then can have its last day.
    """
    spans: dict[str, tuple[int, int]] = {}
    for item in register.commitments:
        rule = item.rule
        if not isinstance(rule, Respond) or not rule.business_days_of:
            continue
        since, until = item.effective_from.year - 1, as_of.year + 2 + rule.within_days // 200
        for row in _bound(item, register, home_party=home_party):
            calendar = rule.calendar_of(str(row["party"])) or ""
            first, last = spans.get(calendar, (since, until))
            spans[calendar] = min(first, since), max(last, until)
    return to_json(
        [
            {"calendar": calendar, "day": day}
            for calendar, (first, last) in spans.items()
            for day in business_days(calendar, first, last)
        ]
    )
