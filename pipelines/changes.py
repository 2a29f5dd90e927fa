"""Changes: what moved between two states of the world, both judged for the question."""

from __future__ import annotations

from commitments.errors import UsageError
from commitments.model import Change
from pipelines.asking import Question, judged_day, narrowed
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from pipelines.written_down import recorded
from warehouse.changes import State, changes_between
from warehouse.connection import Warehouse


def compare(settings: Settings, before: Question, after: Question) -> list[Change]:
    """Every verdict that differs between two states, with its cause.

    A state without a day is as of the stored judgement's.

    Raises:
        UsageError: when both are the same state, or nothing was judged and a day is missing.
    """
    with opened_warehouse(settings) as warehouse:
        states = [_state(settings, warehouse, question) for question in (before, after)]
        if states[0].horizon == states[1].horizon:
            raise UsageError(
                "the two states are the same: give --from-as-of, --from-known-on or "
                "--from-recorded-before a date other than that of the later state"
            )
        return changes_between(warehouse.connection, *states, filters=after.filters)


def _state(settings: Settings, warehouse: Warehouse, question: Question) -> State:
    written = recorded(settings, warehouse, question.recorded_before)
    return State(
        register=narrowed(written.register, question),
        home_party=written.home_party,
        horizon=question.horizon(judged_day(warehouse, question)),
    )
