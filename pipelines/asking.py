"""Questions to the warehouse: the stored judgement, or one made for the question alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from commitments.errors import NothingJudgedError
from commitments.model import Register
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from warehouse.connection import Warehouse
from warehouse.judgement import Horizon, judge
from warehouse.reading import Assessed, Filters, read_stored_judgement


@dataclass(frozen=True, kw_only=True)
class Question:
    """Whose assessments, and as of when; without any date the stored judgement answers."""

    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None
    known_on: date | None = None
    recorded_before: datetime | None = None

    @property
    def is_of_the_stored(self) -> bool:
        """Whether no date was given."""
        return self.as_of is None and self.known_on is None and self.recorded_before is None


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
        as_of = question.as_of or (stored.as_of if stored else None)
        if as_of is None:
            raise NothingJudgedError(
                "nothing has been judged yet: run `pledgewatch judge`, or give a day with --as-of"
            )
        from pipelines.judge import registered  # the stored judgement answers without the register

        judge(
            warehouse.connection,
            _narrowed(registered(settings), question.filters),
            home_party=settings.home_party,
            horizon=Horizon(
                as_of=as_of,
                known_on=question.known_on,
                recorded_before=question.recorded_before,
            ),
        )
        yield Answer(warehouse=warehouse, relation=Assessed.ASKED, as_of=as_of)


def _narrowed(register: Register, filters: Filters) -> Register:
    """Only what the question is about needs to be judged."""
    kept = tuple(
        item
        for item in register.commitments
        if filters.commitment in (None, item.id) and filters.arrangement in (None, item.arrangement)
    )
    return replace(register, commitments=kept)
