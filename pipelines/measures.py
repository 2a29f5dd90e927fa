"""What commitments are measured on, held against what sources declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from commitments.errors import Mistake
from commitments.fields import is_money
from commitments.model import (
    BurdenSharing,
    Cadence,
    Commitment,
    Deliver,
    FairShare,
    Milestone,
    Ratio,
    Register,
    Respond,
    Support,
    TakePart,
)
from commitments.yaml_files import mistake_at
from pipelines.sources import Source

_Key = Sequence[str | int]


def measure_mistakes(
    register: Register, *, folder: Path, sources: Mapping[str, Source]
) -> list[Mistake]:
    """Indicators, activities, stages and units that a commitment's source does not declare."""
    return [
        mistake_at(folder / "commitments" / f"{commitment.id}.yaml", key, message)
        for commitment in register.commitments
        if (source := sources.get(commitment.measure.source))
        for key, message in (
            *_mistakes(commitment, source),
            *_basis_mistakes(commitment, source),
            *_other_source_mistakes(commitment, sources),
            *_formula_mistakes(commitment, sources),
            *_rate_mistakes(commitment, sources),
            *_deflator_mistakes(commitment, sources),
            *_mistakes_of_what_it_holds(commitment, source),
            *_fiscal_mistakes(commitment, source, register),
        )
    ] + [
        mistake_at(folder / "arrangements" / f"{item.id}.yaml", ("burden_sharing",), message)
        for item in register.arrangements
        for message in _burden_mistakes(item.burden_sharing, sources)
    ]


def _burden_mistakes(burden: BurdenSharing | None, sources: Mapping[str, Source]) -> Iterator[str]:
    """Indicators of a view that no source declares once for a party and period."""
    if burden is None:
        return
    yield from _undeclared(sources, burden.source, burden.indicator, unit=burden.unit)
    for ability in burden.abilities:
        yield from _undeclared(sources, ability.source, ability.indicator)


def _formula_mistakes(
    commitment: Commitment, sources: Mapping[str, Source]
) -> Iterator[tuple[_Key, str]]:
    measure = commitment.measure
    if measure.formula is None or measure.indicator is None:
        return
    wanted = [(measure.source, measure.indicator)]
    match measure.formula:
        case Ratio() as formula:
            wanted.append((measure.source, formula.over))
        case FairShare() as formula:
            wanted.append((formula.ability_source or measure.source, formula.ability))
    for source, indicator in wanted:
        for message in _undeclared(sources, source, indicator):
            yield ("measure", "formula"), message


def _undeclared(
    sources: Mapping[str, Source], name: str, wanted: str, *, unit: str | None = None
) -> Iterator[str]:
    """Why no formula can take an indicator; a dated one has several figures for a period."""
    if name not in sources:
        yield f"source {name} is not declared; known: {', '.join(sources)}"
        return
    declared = {indicator.id: indicator for indicator in sources[name].indicators}
    found = declared.get(wanted)
    if found is None:
        known = ", ".join(declared) or "none"
        yield f"{name} declares no indicator {wanted}; it declares: {known}"
    elif found.dated:
        yield f"{wanted} is given by day, and a formula takes one figure for a period"
    elif unit not in (None, found.unit):
        yield f"{wanted} is declared in {found.unit}, and {unit} is written here"


def indicators_of(commitment: Commitment) -> frozenset[str]:
    """The indicators of its source that a commitment is measured on."""
    return frozenset(indicator for _, indicator, _ in _indicators(commitment))


def _mistakes(commitment: Commitment, source: Source) -> Iterator[tuple[_Key, str]]:
    units = {indicator.id: indicator.unit for indicator in source.indicators}
    for key, indicator, unit in _indicators(commitment):
        if indicator not in units:
            known = ", ".join(units) or "none"
            yield key, f"{source.id} declares no indicator {indicator}; it declares: {known}"
        elif units[indicator] != unit and not _is_priced(commitment, units[indicator], unit):
            yield key, f"{indicator} is declared in {units[indicator]}, and {unit} is needed here"
    yield from _stage_mistakes(commitment, source)


def _is_priced(commitment: Commitment, unit: str, wanted: str) -> bool:
    """Whether amounts in one unit are turned into the other."""
    return commitment.measure.rates is not None and is_money(unit) and is_money(wanted)


def _deflator_mistakes(
    commitment: Commitment, sources: Mapping[str, Source]
) -> Iterator[tuple[_Key, str]]:
    prices, key = commitment.measure.constant_prices, ("measure", "constant_prices")
    source = sources.get(prices.source) if prices else None
    if prices and source is None:
        yield key, f"source {prices.source} is not declared; known: {', '.join(sources)}"
    elif prices and source:
        units = {indicator.id: indicator.unit for indicator in source.indicators}
        wanted = [prices.indicator, *([prices.over] if prices.over else [])]
        for indicator in (item for item in wanted if item not in units):
            yield key, f"{source.id} declares no indicator {indicator}"
        if len({units[item] for item in wanted if item in units}) > 1:
            yield key, f"{prices.indicator} and {prices.over} are declared in different units"


def _mistakes_of_what_it_holds(
    commitment: Commitment, source: Source
) -> Iterator[tuple[_Key, str]]:
    """Amounts that do not hold what the promise says, or that would mix direct and indirect aid."""
    rule = commitment.rule
    if not isinstance(rule, Deliver):
        return
    added_up = [item for item in source.indicators if item.id in {*rule.owed, *rule.delivered}]
    for key in ("in_kind", "support"):
        said = getattr(rule, key)
        for indicator in sorted(added_up, key=lambda item: item.id) if said else ():
            if (found := getattr(indicator, key)) is not said:
                told = f"declared as {found}" if found else "not declared for it"
                yield (
                    ("rule", key),
                    f"{key} is {said}, and {indicator.id} of {source.id} is {told}; name "
                    f"indicators that tell it apart, or leave {key} out: then it cannot be known",
                )
    if rule.support is None and {item.support for item in added_up} >= set(Support):
        apart = ", ".join(f"{item.id} is {item.support}" for item in added_up if item.support)
        yield (
            ("rule", "owed"),
            f"direct and indirect support are kept apart, and {apart}; write a promise of each",
        )


def _fiscal_mistakes(
    commitment: Commitment, source: Source, register: Register
) -> Iterator[tuple[_Key, str]]:
    """A publisher's own fiscal years are not those of parties whose years begin otherwise."""
    if commitment.cadence is not Cadence.FISCAL_YEAR:
        return
    bound = commitment.obligors
    if bound == "members":
        bound = tuple(m.party for m in register.arrangement(commitment.arrangement).members)
    parties = [] if isinstance(bound, str) else sorted(set(bound))
    texts = [
        text
        for form in source.forms
        for texts in (form.texts, *(value.texts for value in form.values))
        if (text := texts.get("period"))
    ]
    own, shared = register.fiscal_years.of, commitment.fiscal_year_begins
    for day in sorted({text.fiscal_year_starts or "" for text in texts} - {""}):
        told = {party: own(party) if day == "party" else day for party in parties}
        others = [party for party in parties if told[party] != (shared or own(party))]
        if others:
            named = f"{', '.join(others[:8])}{' …' if len(others) > 8 else ''}"
            yield ("measure", "source"), _told_otherwise(source.id, day, shared, named)


def _told_otherwise(source: str, day: str, shared: str | None, parties: str) -> str:
    """Why the fiscal years of a source, each party's or from a day on, are not those judged."""
    of_source = (
        "each party's own fiscal years" if day == "party" else f"fiscal years that begin on {day}"
    )
    if shared:
        return f"{source} tells {of_source}, not from {shared} on, for {parties}"
    return (
        f"{source} tells {of_source}; others begin those of {parties}; where the promise is of the "
        f"publisher's, write fiscal_year_begins: '{day}'"
    )


def _basis_mistakes(commitment: Commitment, source: Source) -> Iterator[tuple[_Key, str]]:
    other, units = commitment.measure.other_basis, {item.id for item in source.indicators}
    for indicator in (other.indicator, other.over) if other else ():
        if indicator not in units:
            yield ("measure", "other_basis"), f"{source.id} declares no indicator {indicator}"


def _other_source_mistakes(
    commitment: Commitment, sources: Mapping[str, Source]
) -> Iterator[tuple[_Key, str]]:
    measure, key = commitment.measure, ("measure", "other_source")
    other = measure.other_source
    if other is None:
        return
    named = [(other.source, other.over or other.indicator)]
    if other.over:
        named.append((measure.source, other.indicator))
    for name, indicator in named:
        if name not in sources:
            yield key, f"source {name} is not declared; known: {', '.join(sources)}"
        elif indicator not in {item.id for item in sources[name].indicators}:
            yield key, f"{name} declares no indicator {indicator}"


def _rate_mistakes(
    commitment: Commitment, sources: Mapping[str, Source]
) -> Iterator[tuple[_Key, str]]:
    rates = commitment.measure.rates
    source = sources.get(rates.source) if rates else None
    if rates and source is None:
        known = ", ".join(sources)
        yield ("measure", "rates"), f"source {rates.source} is not declared; known: {known}"
    elif rates and source:
        declared = {indicator.id for indicator in source.indicators}
        wanted = {"eur-rate-usd", f"eur-rate-{commitment.measure.unit[:3]}"} - {"eur-rate-eur"}
        if missing := sorted(wanted - declared):
            yield ("measure", "rates"), f"{source.id} declares no indicator {missing[0]}"


def _indicators(commitment: Commitment) -> Iterator[tuple[_Key, str, str]]:
    """Key in the file, indicator, unit needed."""
    measure, rule = commitment.measure, commitment.rule
    if measure.indicator and not measure.formula:
        yield ("measure", "indicator"), measure.indicator, measure.unit
    if measure.money_base:
        yield ("measure", "money_base"), measure.money_base, "usd_million"
    if isinstance(rule, Deliver):
        amounts = {"owed": rule.owed, "delivered": rule.delivered}
        amounts |= {f"stages.{stage.name}": stage.indicators for stage in rule.stages}
        for key, indicators in amounts.items():
            for indicator in indicators:
                yield ("rule", *key.split(".")), indicator, measure.unit
        if rule.settled:
            yield ("rule", "settled"), rule.settled, "flag"


def _stages(commitment: Commitment) -> tuple[str | None, list[tuple[str, str | None]]]:
    """The activity a rule counts, and the stages it names with their keys."""
    match commitment.rule:
        case Respond() as rule:
            ends = [("unless", stage) for stage in rule.unless]
            asked = [("from_stage", rule.from_stage), ("to_stage", rule.to_stage)]
            return rule.activity, [*asked, *ends]
        case TakePart() | Milestone() as rule:
            return rule.activity, [("stage", rule.stage)]
    return None, []


def _stage_mistakes(commitment: Commitment, source: Source) -> Iterator[tuple[_Key, str]]:
    stages = {activity.kind: activity.stages for activity in source.activities}
    activity, named = _stages(commitment)
    if activity is None:
        return
    if activity not in stages:
        known = ", ".join(stages) or "none"
        message = f"{source.id} declares no activity {activity}; it declares: {known}"
        yield ("rule", "activity"), message
        return
    for key, stage in named:
        if stage not in stages[activity]:
            known = ", ".join(stages[activity])
            yield ("rule", key), f"{activity} has no stage {stage}; it has: {known}"
