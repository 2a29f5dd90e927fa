"""What a workbook to fill in offers for a source: its columns, their choices and their meaning."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from commitments import parties
from pipelines.sources import Source
from reports.workbooks import Choice, Column, Guidance
from warehouse.layouts import LAYOUTS

STATUSES: Mapping[str, str] = {
    "A": "normal value",
    "E": "estimated",
    "P": "provisional",
    "F": "forecast",
    "M": "missing: leave the value empty",
}

HELP: Mapping[str, str] = {
    "source": "Which feed the rows belong to; the same on every row.",
    "published_on": "The day this edition was published, like 2024-06-17; the same on every row.",
    "party": "Country code (ISO 3166-1 alpha-3), such as NLD; see the sheet Codes.",
    "indicator": "What is reported; see the sheet How to fill in.",
    "period": "2024, 2024-H1, 2024-Q3, 2024-07, 2024-07-15 or FY2026/27.",
    "value": "A number without thousands separators; empty when it is missing.",
    "unit": "The unit the indicator is declared in.",
    "status": "A normal, E estimated, P provisional, F forecast, M missing.",
    "due_on": "For an amount owed: the day by which it is due, like 2024-12-31.",
    "occurred_on": "The day on which it happened, like 2024-12-31.",
    "item": "Tells apart several values of one party, indicator, period and day.",
    "counterparty": "The other party: who received it, or who gave it.",
    "original_amount": "The amount in the currency it was made in.",
    "original_currency": "That currency (ISO 4217), such as EUR.",
    "note": "Anything that helps to understand the row; a footnote.",
    "activity": "The identifier of the case, the same for all its stages.",
    "kind": "What kind of case it is.",
    "initiator": "Who asked: country code (ISO 3166-1 alpha-3); see the sheet Codes.",
    "responder": "Who is to answer: country code (ISO 3166-1 alpha-3); see the sheet Codes.",
    "stage": "The stage the case has reached.",
    "priority": "How urgent the case is, where that is known; the latest stage told counts.",
    "corrects": "Names the row this one stands in for. Please leave it as it is.",
}

_WIDTHS = {"source": 28, "indicator": 34, "note": 36, "corrects": 22, "activity": 18, "kind": 20}
_NUMBERS = ("value", "original_amount")
_DAYS = ("published_on", "due_on", "occurred_on")
_PARTIES = ("party", "initiator", "responder")
_OF_PAYMENTS = frozenset({"item", "counterparty", "original_amount", "original_currency"})
_ANY_CURRENCY = "currency"


def template_columns(source: Source) -> tuple[str, ...]:
    """What an empty form asks for: columns of payments only where the source has some."""
    unasked = {"corrects"}
    if not any(indicator.dated for indicator in source.indicators):
        unasked |= _OF_PAYMENTS
    if not any(kind.priorities for kind in source.activities):
        unasked |= {"priority"}
    return tuple(name for name in LAYOUTS[source.layout].columns if name not in unasked)


def column_for(source: Source, name: str) -> Column:
    """One column of our layout, as this source fills it in."""
    is_open = source.has_organisations() and name in _PARTIES
    return Column(
        name=name,
        help=HELP[name],
        width=_WIDTHS.get(name, 14),
        kind="number" if name in _NUMBERS else "day" if name in _DAYS else "text",
        choices=tuple(_choices(source, name)),
        is_strict=not is_open,
        is_ours=name == "corrects",
    )


def _choices(source: Source, name: str) -> Iterator[Choice]:
    if name in _PARTIES:
        yield from _parties(source)
    elif name == "original_currency":
        yield from (Choice(code=code.upper()) for code in sorted(parties.currencies()))
    elif name == "stage":
        stages = (stage for kind in source.activities for stage in kind.stages)
        yield from (Choice(code=stage) for stage in dict.fromkeys(stages))
    elif name == "priority":
        words = (word for kind in source.activities for word in kind.priorities)
        yield from (Choice(code=word) for word in dict.fromkeys(words))
    elif name == "unit":
        yield from (Choice(code=unit) for unit in _units(source))
    else:
        yield from _declared(source).get(name, ())


def _declared(source: Source) -> Mapping[str, tuple[Choice, ...]]:
    return {
        "source": (Choice(code=source.id, meaning=source.title),),
        "indicator": tuple(Choice(code=i.id, meaning=i.name) for i in source.indicators),
        "kind": tuple(Choice(code=kind.kind, meaning=kind.name) for kind in source.activities),
        "status": tuple(Choice(code=code, meaning=told) for code, told in STATUSES.items()),
    }


def _parties(source: Source) -> Iterator[Choice]:
    yield from (Choice(code=code, meaning=told) for code, told in source.groups.items())
    yield from (Choice(code=code, meaning=told) for code, told in sorted(parties.names().items()))


def _units(source: Source) -> Collection[str]:
    """Every unit of the source; where it takes any currency, all of them."""
    found: dict[str, None] = {}
    for indicator in source.indicators:
        first, _, scale = indicator.unit.partition("_")
        if first == _ANY_CURRENCY:
            ending = f"_{scale}" if scale else ""
            found |= dict.fromkeys(f"{code}{ending}" for code in sorted(parties.currencies()))
        else:
            found[indicator.unit] = None
    return found


def guidance(source: Source, *, columns: tuple[str, ...]) -> tuple[Guidance, ...]:
    """The tables that explain the columns, and what the source declares."""
    optional = LAYOUTS[source.layout].optional
    of_columns = Guidance(
        title="Columns",
        columns=("Column", "What to write", "Needed"),
        rows=tuple(
            (f"{name}:", HELP[name], "if it applies" if name in optional else "yes")
            for name in columns
        ),
    )
    if source.layout == "activities":
        return of_columns, _stages(source)
    return of_columns, _indicators(source), _statuses()


def _indicators(source: Source) -> Guidance:
    return Guidance(
        title="Indicators",
        columns=("Indicator", "What it is", "Unit", "Smallest", "Largest"),
        rows=tuple(
            (
                indicator.id,
                indicator.name,
                indicator.unit,
                "" if indicator.minimum is None else f"{indicator.minimum:f}",
                "" if indicator.maximum is None else f"{indicator.maximum:f}",
            )
            for indicator in source.indicators
        ),
    )


def _statuses() -> Guidance:
    return Guidance(title="Statuses", columns=("Status", "Meaning"), rows=tuple(STATUSES.items()))


def _stages(source: Source) -> Guidance:
    return Guidance(
        title="Kinds and their stages",
        columns=("Kind", "What it is, and the stages it may reach"),
        rows=tuple(
            (kind.kind, f"{kind.name}: {', '.join(kind.stages)}") for kind in source.activities
        ),
    )


def codes(source: Source) -> Guidance:
    """Every party by its code."""
    rows = tuple((choice.code, choice.meaning) for choice in _parties(source))
    return Guidance(title="Parties", columns=("Code", "Name"), rows=rows)
