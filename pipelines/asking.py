"""Questions to the warehouse: a stored judgement, or one made for the question alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.errors import NothingJudgedError
from commitments.model import Basis, Register
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from warehouse.connection import Warehouse
from warehouse.judgement import Horizon, gather_figures, judge
from warehouse.reading import (
    Assessed,
    Filters,
    StoredJudgement,
    look_back,
    read_stored_judgement,
)

if TYPE_CHECKING:  # the stored judgement answers without the register
    from pipelines.written_down import WrittenDown


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whose assessments, and as of when; without any date the stored judgement answers.

    A basis of which nothing is stored is judged for the question, as of the stored judgement's day.
    """

    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None
    known_on: date | None = None
    recorded_before: datetime | None = None
    basis: Basis = Basis.REPORTED

    def horizon(self, as_of: date) -> Horizon:
        """What the question may know, from a day."""
        return Horizon(as_of=as_of, known_on=self.known_on, recorded_before=self.recorded_before)

    def is_of_the_stored(self) -> bool:
        """Whether the stored judgement answers it."""
        return self.as_of is None and self.has_no_limit()

    def has_no_limit(self) -> bool:
        """Whether all that is known counts, as reported."""
        limits = (self.known_on, self.recorded_before)
        return self.basis is Basis.REPORTED and limits == (None, None)


OF_THE_STORED = Question()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An open warehouse, where in it the answer stands, and from when it looks.

    `judgement` is the stored one that answers; None when one was made for the question.
    """

    warehouse: Warehouse
    relation: Assessed
    horizon: Horizon
    settings: Settings
    judgement: StoredJudgement | None = None

    @property
    def as_of(self) -> date:
        """The day from which it looks."""
        return self.horizon.as_of

    @cached_property
    def written_down(self) -> WrittenDown:
        """The register and sources that were judged by; raises ConfigurationError."""
        return _written_down(self)


def _written_down(answer: Answer) -> WrittenDown:
    from pipelines.written_down import recorded, written_down_then

    if answer.judgement is None:
        return recorded(answer.settings, answer.warehouse, answer.horizon.recorded_before)
    return written_down_then(answer.settings, answer.warehouse, answer.judgement)


@contextmanager
def answered(
    settings: Settings, question: Question, *, as_judged: bool = False
) -> Iterator[Answer]:
    """The warehouse with the assessments asked for; nothing is stored.

    With `as_judged` a day that was judged is answered as it was then, by what was known then.

    Raises:
        NothingJudgedError: when nothing has been judged yet and no day is given.
    """
    with opened_warehouse(settings) as warehouse:
        yield _answer(settings, warehouse, question, as_judged=as_judged)


def _answer(
    settings: Settings, warehouse: Warehouse, question: Question, *, as_judged: bool
) -> Answer:
    judgement = _stored(warehouse, question, as_judged=as_judged)
    if judgement is None:
        return _judged(settings, warehouse, question)
    if question.as_of:
        look_back(warehouse.connection, judgement)
    return Answer(
        warehouse=warehouse,
        relation=Assessed.AGAIN if question.as_of else Assessed.STORED,
        horizon=Horizon(as_of=judgement.as_of, recorded_before=judgement.knew_before),
        settings=settings,
        judgement=judgement,
    )


def _stored(warehouse: Warehouse, question: Question, *, as_judged: bool) -> StoredJudgement | None:
    """The stored judgement that answers a question."""
    if question.is_of_the_stored() or (as_judged and question.has_no_limit()):
        return read_stored_judgement(warehouse.connection, as_of=question.as_of)
    return None


def _judged(settings: Settings, warehouse: Warehouse, question: Question) -> Answer:
    answer = Answer(
        warehouse=warehouse,
        relation=Assessed.ASKED,
        horizon=question.horizon(judged_day(warehouse, question)),
        settings=settings,
    )
    judge(
        warehouse.connection,
        narrowed(answer.written_down.register, question),
        home_party=answer.written_down.home_party,
        horizon=answer.horizon,
        basis=question.basis,
    )
    return answer


def judged_day(warehouse: Warehouse, question: Question) -> date:
    """The day asked for, or that of the stored judgement.

    Raises:
        NothingJudgedError: when nothing has been judged yet and no day is given.
    """
    if question.as_of:
        return question.as_of
    stored = read_stored_judgement(warehouse.connection)
    if stored is None:
        raise NothingJudgedError(
            "nothing has been judged yet: run `pledgewatch judge`, or give a day with --as-of"
        )
    return stored.as_of


def with_figures(answer: Answer, question: Question) -> None:
    """Make sure that what `read_outlooks` looks at is at hand.

    A judgement made for the question left it behind; beside a stored one it is gathered from the
    figures it was judged by.
    """
    if answer.relation is not Assessed.ASKED:
        gather_figures(
            answer.warehouse.connection,
            narrowed(answer.written_down.register, question),
            home_party=answer.written_down.home_party,
            horizon=answer.horizon,
        )


def narrowed(register: Register, question: Question) -> Register:
    """Only what the question is about needs to be judged."""
    filters = question.filters
    asked = [
        item
        for item in register.commitments
        if filters.commitment in (None, item.id)
        and filters.arrangement in (None, item.arrangement)
        and (question.basis is Basis.REPORTED or item.measure.other_basis)
    ]
    needed = {name for item in asked for name in (item.id, *item.parts)}
    kept = tuple(item for item in register.commitments if item.id in needed)
    return replace(register, commitments=kept)
