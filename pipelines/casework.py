"""Casework: the open cases, and how long each stage takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commitments.casework import CaseKind, DwellTime, OpenCase
from commitments.errors import UsageError
from pipelines.asking import Question, answered, with_figures
from pipelines.names import refuse_unknown_party
from pipelines.settings import Settings
from pipelines.sources import Source, load_sources
from warehouse.casework import CaseFilters, make_case_steps, read_dwell_times, read_open_cases


@dataclass(frozen=True, kw_only=True)
class Casework:
    """The open cases, the most urgent and the oldest first, and the time each stage takes."""

    open_cases: tuple[OpenCase, ...]
    dwell_times: tuple[DwellTime, ...]


def casework(settings: Settings, question: Question, filters: CaseFilters) -> Casework:
    """The cases asked for, as of the day asked.

    Raises:
        UsageError: when no source declares such a kind, priority or source, or there is no such
            party.
    """
    kinds = case_kinds(load_sources(settings.sources_folder))
    _refuse_unknown(kinds, filters)
    with answered(settings, question) as answer:
        connection = answer.warehouse.connection
        with_figures(answer, question)
        make_case_steps(connection, kinds, as_of=answer.as_of)
        return Casework(
            open_cases=tuple(read_open_cases(connection, filters, relation=answer.relation)),
            dwell_times=tuple(read_dwell_times(connection, filters)),
        )


def case_kinds(sources: Mapping[str, Source]) -> list[CaseKind]:
    """The kinds of activities that are cases: those somebody must move on."""
    return [
        CaseKind(
            source=source.id,
            kind=item.kind,
            stages=item.stages,
            movers=dict(item.moves),
            priorities=item.priorities,
        )
        for source in sources.values()
        for item in source.activities
        if item.moves
    ]


def _refuse_unknown(kinds: list[CaseKind], filters: CaseFilters) -> None:
    refuse_unknown_party(filters.party)
    for option, given, known in _named(kinds, filters):
        if given is not None and given not in known:
            raise UsageError(f"{option} {given}: no such cases; known: {', '.join(known)}")


def _named(
    kinds: list[CaseKind], filters: CaseFilters
) -> Iterator[tuple[str, str | None, list[str]]]:
    priorities = dict.fromkeys(word for item in kinds for word in item.priorities)
    yield "--source", filters.source, sorted({item.source for item in kinds})
    yield "--kind", filters.kind, sorted({item.kind for item in kinds})
    yield "--priority", filters.priority, list(priorities)
