"""An explanation as a person reads it in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape

from commitments.model import RuleKind
from pipelines.cli_table import console
from pipelines.explain import EvidenceLine, Explanation
from reports.sentences import change_sentence, verdict_sentence


def print_explanation(item: Explanation) -> None:
    """Print promise, rule, verdict, arithmetic, evidence and history."""
    terminal = console()
    for heading, lines in _sections(item):
        terminal.print(f"[bold]{heading}[/bold]")
        for line in lines:
            terminal.print(f"  {escape(line)}", soft_wrap=True)


def _sections(item: Explanation) -> Iterator[tuple[str, list[str]]]:
    commitment, assessment = item.commitment, item.assessment
    illustrative = " — ILLUSTRATIVE DATA" if assessment.is_illustrative else ""
    yield (
        f"{item.party_name} ({assessment.party}), {assessment.period}: "
        f"{escape(commitment.title)}{illustrative}",
        [verdict_sentence(assessment), assessment.reason],
    )
    yield "Promise", [commitment.text, item.citation, commitment.source.url]
    yield "Rule", [item.rule]
    arithmetic = [*item.arithmetic, *_doubts(item)]
    if arithmetic:
        yield "Arithmetic", arithmetic
    if item.consequences:
        yield "Consequences (nothing expected decides a verdict)", list(item.consequences)
    evidence = [text for line in item.evidence for text in _evidence(line)]
    yield "Evidence", evidence or ["none: nothing received speaks of this obligation"]
    if item.changes:
        history = [f"{c.as_of}: {change_sentence(c, name=item.party_name)}" for c in item.changes]
        yield "Changes", history


def _doubts(item: Explanation) -> Iterator[str]:
    if item.assessment.fragile_reason:
        yield f"fragile: {item.assessment.fragile_reason}"
    if item.assessment.provisional:
        is_of_cases = item.commitment.rule.kind is RuleKind.RESPOND
        yield f"provisional: {'cases are still open' if is_of_cases else 'judged on an estimate'}"


def _evidence(line: EvidenceLine) -> Iterator[str]:
    cell = line.cell
    place = f"line {line.line}" if line.line else cell.place or f"data row {cell.row_number}"
    yield f"{cell.role}: {cell.file}, {place} (edition {cell.published_on} of {cell.source})"
    yield f"  sha256 {cell.sha256}"
    if line.original:
        yield f"  {line.original}"
