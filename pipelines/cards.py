"""Verdict cards: assessments with everything behind them, fetched for many of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commitments import parties
from commitments.model import Assessment, Change, Commitment, Milestone
from commitments.outlook import Outlook
from pipelines.arithmetic import arithmetic_lines
from pipelines.asking import Answer
from pipelines.lines import located_lines
from reports.cards import Card, Input
from reports.sentences import verdict_sentence
from reports.views import FAILING, CommitmentView
from warehouse.changes import read_changes
from warehouse.history import read_evidence, read_history
from warehouse.reading import Cell, Filters, read_assessments
from warehouse.staging import LocatedRow

Asked = tuple[Commitment, Assessment, Outlook | None]
_Key = tuple[str, str, str]


def cards_of(answer: Answer, asked: Sequence[Asked]) -> list[Card]:
    """The card of each assessment asked for, in their order."""
    connection = answer.warehouse.connection
    evidence = read_evidence(
        connection,
        relation=answer.relation,
        assessments=[assessment.assessment for _, assessment, _ in asked],
    )
    history = read_history(
        connection,
        keys=[_key(assessment) for _, assessment, _ in asked],
        until=answer.as_of,
        known_on=answer.horizon.known_on,
        recorded_before=answer.horizon.recorded_before,
        last_judgement=_last_judgement(answer),
    )
    changes = _changes(answer, asked)
    parts = _parts(answer, [commitment for commitment, _, _ in asked])
    located = located_lines(
        answer.settings, [cell for cells in evidence.values() for cell in cells]
    )
    return [
        Card(
            commitment=commitment,
            party_name=parties.names().get(assessment.party, assessment.party),
            assessment=assessment,
            arithmetic=tuple(
                arithmetic_lines(
                    commitment,
                    assessment,
                    cells,
                    parts=_part_lines(commitment, assessment, parts),
                    as_of=answer.as_of,
                )
            ),
            inputs=tuple(_input(cell, located) for cell in cells),
            changes=tuple(changes.get(_key(assessment), ())),
            history=tuple(history.get(_key(assessment), ())),
            outlook=outlook,
        )
        for commitment, assessment, outlook in asked
        for cells in [evidence.get(assessment.assessment, [])]
    ]


def worth_a_card(item: CommitmentView, *, home_party: str) -> list[Asked]:
    """What a report explains of a commitment: what is short or fragile, and our own."""
    outlooks = {one.party: one for one in item.outlooks}
    others = [one for one in item.series if one not in item.unmet]
    return [
        (item.commitment, one, outlooks.get(one.party))
        for one in (*item.unmet, *others)
        if one.verdict in FAILING or one.fragile or one.party == home_party
    ]


def _last_judgement(answer: Answer) -> int | None:
    return answer.judgement.judgement if answer.judgement else None


def _parts(
    answer: Answer, composites: Iterable[Commitment]
) -> Mapping[str, tuple[Commitment, list[Assessment]]]:
    """The parts of composites, each with all its assessments."""
    return {
        part: (
            answer.written_down.register.commitment(part),
            read_assessments(
                answer.warehouse.connection,
                relation=answer.relation,
                filters=Filters(commitment=part),
            ),
        )
        for part in dict.fromkeys(part for item in composites for part in item.parts)
    }


def _part_lines(
    commitment: Commitment,
    assessment: Assessment,
    parts: Mapping[str, tuple[Commitment, list[Assessment]]],
) -> list[str]:
    """The verdict of each part of a composite: of the same period, or of a milestone's own."""
    return [
        f"{part.id}, {item.period}: {verdict_sentence(item)}: {item.reason}"
        for part, items in (parts[name] for name in commitment.parts)
        for item in items
        if item.party == assessment.party
        and (isinstance(part.rule, Milestone) or item.period == assessment.period)
    ]


def _changes(answer: Answer, asked: Sequence[Asked]) -> Mapping[_Key, list[Change]]:
    found: dict[_Key, list[Change]] = {}
    for arrangement in sorted({commitment.arrangement for commitment, _, _ in asked}):
        filters = Filters(arrangement=arrangement)
        for change in read_changes(
            answer.warehouse.connection,
            filters=filters,
            until=answer.as_of,
            known_on=answer.horizon.known_on,
            recorded_before=answer.horizon.recorded_before,
            last_judgement=_last_judgement(answer),
        ):
            found.setdefault((change.commitment, change.party, change.period), []).append(change)
    return found


def _key(item: Assessment) -> _Key:
    return item.commitment, item.party, item.period


def _input(cell: Cell, located: Mapping[tuple[str, int], LocatedRow]) -> Input:
    line = located.get((cell.submission, cell.row_number))
    place = f"line {line.line}" if line else cell.place or f"data row {cell.row_number}"
    return Input(
        role=cell.role,
        subject=cell.subject,
        period=cell.period,
        value=cell.value,
        unit=cell.unit,
        status=cell.status,
        source=cell.source,
        edition=cell.published_on,
        file=cell.file,
        line=line.line if line else None,
        place=place,
        row=cell.row_number,
        sha256=cell.sha256,
        due_on=cell.due_on,
        occurred_on=cell.occurred_on,
        note=cell.note,
        original=line.original if line else None,
    )
