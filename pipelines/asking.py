"""Questions to the warehouse: the stored judgement, or one made for the question alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from commitments.errors import NothingJudgedError
from commitments.model import Basis, Register
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from warehouse.connection import Warehouse
from warehouse.judgement import Horizon, gather_figures, judge
from warehouse.reading import Assessed, Filters, read_stored_judgement


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

    @property
    def is_of_the_stored(self) -> bool:
        """Whether the stored judgement answers it."""
        dates = (self.as_of, self.known_on, self.recorded_before)
        return self.basis is Basis.REPORTED and dates == (None, None, None)


OF_THE_STORED = Question()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An open warehouse and where in it the answer stands."""

    warehouse: Warehouse
    relation: Assessed
    as_of: date


@contextmanager
def answered(settings: Settings, question: Question) -> Iterator[Answer]:
    """The warehouse with the assessments asked for; nothing is stored.

    Raises:
        NothingJudgedError: when nothing has been judged yet and no day is given.
    """
    with opened_warehouse(settings) as warehouse:
        stored = read_stored_judgement(warehouse.connection)
        if question.is_of_the_stored and stored:
            yield Answer(warehouse=warehouse, relation=Assessed.STORED, as_of=stored.as_of)
            return
        as_of = judged_day(warehouse, question)
        from pipelines.judge import registered  # the stored judgement answers without the register

        judge(
            warehouse.connection,
            narrowed(registered(settings), question),
            home_party=settings.home_party,
            horizon=question.horizon(as_of),
            basis=question.basis,
        )
        yield Answer(warehouse=warehouse, relation=Assessed.ASKED, as_of=as_of)


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


def with_figures(
    answer: Answer, register: Register, question: Question, *, home_party: str
) -> None:
    """Make sure that what `read_outlooks` looks at is at hand.

    A judgement made for the question left it behind; beside the stored one it is gathered from the
    figures of now.
    """
    if answer.relation is Assessed.STORED:
        gather_figures(
            answer.warehouse.connection,
            narrowed(register, question),
            home_party=home_party,
            horizon=Horizon(as_of=answer.as_of),
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
