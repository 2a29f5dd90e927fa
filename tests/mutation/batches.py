"""Many worlds judged at once: drawn ones and the hand-written cases, side by side in one ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from commitments.model import (
    Arrangement,
    Cadence,
    Commitment,
    Composite,
    Deliver,
    Measure,
    Milestone,
    Reach,
    Register,
    Threshold,
)
from tests.judging.judging import FISCAL_YEARS, HOME, KINDS, Told, without_words
from tests.judging.oracle import Judged, Key, Ledger, judge
from tests.judging.test_rule_tables import ONLY_TOLD, Case, read_cases
from tests.judging.worlds import World, worlds
from warehouse.judgement import Horizon

# Days from which hand-written cases look too, and how many worlds are drawn of each kind; those
# of the first are few, for what they notice is noticed quickly.
DAYS = {date(2024, 12, 31): 4, date(2025, 6, 1): 8, date(2025, 1, 31): 8, date(2024, 7, 1): 8}


@dataclass(kw_only=True)
class Batch:
    """Worlds seen from one day, none of which knows of the others, and what the oracle says."""

    horizon: Horizon
    commitments: list[Commitment] = field(default_factory=list)
    arrangements: list[Arrangement] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)
    expected: dict[Key, Judged] = field(default_factory=dict)
    words: dict[Key, Mapping[str, Any]] = field(default_factory=dict)

    def add(self, world: World, case: Case | None = None) -> None:
        """A world under names of its own, and what a hand-written case says of its words."""
        apart = _apart(world, f"{len(self.ledgers)}-")
        self.commitments += apart.register.commitments
        self.arrangements += apart.register.arrangements
        self.ledgers.append(apart.ledger)
        judged = _judged(apart)
        self.expected |= judged
        for party, period, words in _words(case):
            ((key),) = (key for key in judged if key[1:] == (party, period))
            self.words[key] = words

    def world(self) -> World:
        """All of them in one."""
        register = Register(
            version="first",
            arrangements=tuple(self.arrangements),
            commitments=tuple(self.commitments),
            fiscal_years=FISCAL_YEARS,
        )
        ledger = Ledger(
            submissions=[item for ledger in self.ledgers for item in ledger.submissions],
            observations=[row for ledger in self.ledgers for row in ledger.observations],
            activities=[row for ledger in self.ledgers for row in ledger.activities],
        )
        return World(register=register, ledger=ledger, horizon=self.horizon)

    def is_told(self, told: dict[Key, Told]) -> bool:
        """Whether a judgement is the oracle's, in the words of the cases."""
        return without_words(told) == self.expected and all(
            getattr(told[key], name) == text
            for key, words in self.words.items()
            for name, text in words.items()
        )


def _judged(world: World) -> dict[Key, Judged]:
    horizon = world.horizon
    return judge(
        world.register,
        world.ledger,
        home_party=HOME,
        as_of=horizon.as_of,
        known_on=horizon.known_on,
        recorded_before=horizon.recorded_before,
    )


def _words(case: Case | None) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for (party, period), fields in (case.expected() if case else {}).items():
        words = {name: fields[name] for name in ONLY_TOLD & fields.keys()}
        if words:
            yield party, period, words


def batches() -> list[Batch]:
    """Those with drawn worlds first, then those with most worlds."""
    found: dict[Horizon, Batch] = {}
    for day, number in DAYS.items():
        horizon = Horizon(as_of=day)
        found[horizon] = batch = Batch(horizon=horizon)
        for world in drawn_worlds(day, number):
            batch.add(replace(world, horizon=horizon))
    for parameters in read_cases():
        (case,) = parameters.values
        world = World(register=case.register(), ledger=case.ledger(), horizon=case.horizon())
        found.setdefault(world.horizon, Batch(horizon=world.horizon)).add(world, case)
    drawn = list(found.values())[: len(DAYS)]
    others = list(found.values())[len(DAYS) :]
    return drawn + sorted(others, key=lambda batch: -len(batch.ledgers))


def drawn_worlds(day: date, number: int) -> list[World]:
    """The same worlds whenever this is asked, of every kind, mixed, and of composites."""
    found: list[World] = []
    kinds = [*KINDS.values()]
    promises: list[st.SearchStrategy[World]] = [
        *(worlds([kind, kind], as_of=day) for kind in kinds),
        worlds(as_of=day, editions=6),
        worlds([Threshold, Reach, Deliver], as_of=day, cadence=Cadence.YEAR),
        worlds([Milestone, Milestone], as_of=day, cadence=Cadence.YEAR),
    ]
    for strategy in promises:

        @settings(
            max_examples=number,
            phases=[Phase.generate],
            database=None,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(world=strategy)
        def keep(world: World) -> None:
            found.append(world)

        keep()
    return found


# Names


def _apart(world: World, mark: str) -> World:
    """The same world with names of sources, submissions and promises that no other has."""
    register, ledger = world.register, world.ledger
    return World(
        register=replace(
            register,
            arrangements=tuple(replace(item, id=mark + item.id) for item in register.arrangements),
            commitments=tuple(_promise_apart(item, mark) for item in register.commitments),
        ),
        ledger=Ledger(
            submissions=[
                replace(item, submission=mark + item.submission, source=mark + item.source)
                for item in ledger.submissions
            ],
            observations=[
                replace(row, submission=mark + row.submission, source=mark + row.source)
                for row in ledger.observations
            ],
            activities=[
                replace(row, submission=mark + row.submission, source=mark + row.source)
                for row in ledger.activities
            ],
        ),
        horizon=world.horizon,
    )


def _promise_apart(item: Commitment, mark: str) -> Commitment:
    rule = item.rule
    if isinstance(rule, Composite):
        rule = replace(rule, parts=tuple(mark + part for part in rule.parts))
    return replace(
        item,
        id=mark + item.id,
        arrangement=mark + item.arrangement,
        rule=rule,
        measure=_measure_apart(item.measure, mark),
    )


def _measure_apart(measure: Measure, mark: str) -> Measure:
    named = {"source", "among", "ability_source"}
    parts = {"rates", "constant_prices", "other_source", "formula"}
    changed: dict[str, Any] = {"source": measure.source and mark + measure.source}
    for name in parts:
        part = getattr(measure, name)
        own = {key: getattr(part, key, None) for key in named}
        marked = {key: mark + text for key, text in own.items() if text}
        changed[name] = replace(part, **marked) if marked else part
    return replace(measure, **changed)
