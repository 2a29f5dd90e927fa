"""What a person reads after a night: receipts, verdicts counted, where reports and mail are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from commitments.model import Verdict
from pipelines.asking import Question, answered
from pipelines.cli_output import Format, Row, emit, emit_json
from pipelines.cli_rows import RECEIPT_COLUMNS, receipt_row
from pipelines.night import Night
from pipelines.settings import Settings
from warehouse.reading import VerdictCount, count_verdicts

_SHORT_RECEIPT = tuple(column for column in RECEIPT_COLUMNS if column not in {"reasons", "notices"})


def emit_night(settings: Settings, night: Night, output: Format) -> None:
    """Print what the night did."""
    with answered(settings, Question()) as answer:
        counts = count_verdicts(answer.warehouse.connection, relation=answer.relation)
    verdicts = _table(counts)
    if output is Format.TABLE:
        _print(night, verdicts)
    elif output is Format.JSON:
        emit_json({**_document(night), "verdicts": verdicts})
    else:
        emit(verdicts, columns=_columns(verdicts), output=output, empty="")


def _print(night: Night, verdicts: Sequence[Row]) -> None:
    receipts = [receipt_row(receipt) for receipt in night.receipts]
    emit(receipts, columns=_SHORT_RECEIPT, output=Format.TABLE, empty="nothing to receive")
    judgement = night.judgement
    print(
        f"\njudged {judgement.judged} of {judgement.obligations} obligations as of "
        f"{judgement.as_of}: "
        f"{judgement.assessments_written} assessments written, {judgement.changes} verdicts changed"
    )
    print()
    latest = {row["commitment"]: row for row in verdicts if _is_judged(row)}
    emit(
        list(latest.values()),
        columns=_columns(latest.values()),
        output=Format.TABLE,
        empty="no promise has evidence yet",
    )
    print("\nreports:")
    for page in _pages(night):
        print(f"  {page}")
    print("mail:" if night.deliveries else "mail: no news, none sent")
    for delivery in night.deliveries:
        print(f"  {delivery.went_to}")


def _document(night: Night) -> Row:
    return {
        "receipts": [receipt_row(receipt) for receipt in night.receipts],
        "judgement": night.judgement,
        "reports": [str(page) for page in _pages(night)],
        "mail": [delivery.went_to for delivery in night.deliveries],
    }


def _pages(night: Night) -> list[Path]:
    return [*(report.page for report in night.written.reports), *night.written.pages]


def _is_judged(row: Row) -> bool:
    without_a_value = (Verdict.PENDING, Verdict.NO_DATA, Verdict.WAIVED)
    return any(row[verdict.value] for verdict in Verdict if verdict not in without_a_value)


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    """The verdicts that occur, in the order of the glossary."""
    found = {verdict.value for row in rows for verdict in Verdict if row[verdict.value]}
    return ("commitment", "period", *(one.value for one in Verdict if one.value in found))


def _table(counts: Sequence[VerdictCount]) -> list[Row]:
    """One row per commitment and period, a column per verdict."""
    found: Mapping[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for count in counts:
        found[count.commitment, count.period][count.verdict.value] = count.obligations
    return [
        {
            "commitment": commitment,
            "period": period,
            **{verdict.value: of_verdict.get(verdict.value) for verdict in Verdict},
        }
        for (commitment, period), of_verdict in found.items()
    ]
