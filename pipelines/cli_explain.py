"""An explanation as a person reads it in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape

from pipelines.cli_table import console
from reports.cards import Card, Input
from reports.figures import day
from reports.sentences import citation_sentence


def print_explanation(item: Card) -> None:
    """Print promise, rule, verdict, arithmetic, evidence, history, waivers and replies."""
    terminal = console()
    for heading, lines in _sections(item):
        terminal.print(f"[bold]{heading}[/bold]")
        for line in lines:
            terminal.print(f"  {escape(line)}", soft_wrap=True)


def _sections(item: Card) -> Iterator[tuple[str, list[str]]]:
    commitment, assessment = item.commitment, item.assessment
    illustrative = " — ILLUSTRATIVE DATA" if assessment.is_illustrative else ""
    yield (
        f"{item.party_name} ({assessment.party}), {assessment.period}: "
        f"{escape(commitment.title)}{illustrative}",
        [item.verdict, assessment.reason],
    )
    source = commitment.source
    yield "Promise", [commitment.text, citation_sentence(source), source.url]
    yield "Rule", [item.rule]
    arithmetic = [*item.arithmetic, *item.doubts]
    if arithmetic:
        yield "Arithmetic", arithmetic
    if item.consequences:
        yield "Consequences (nothing expected decides a verdict)", list(item.consequences)
    evidence = [text for line in item.inputs for text in _evidence(line)]
    yield "Evidence", evidence or ["none: nothing received speaks of this obligation"]
    if item.moved:
        yield "History", list(item.moved)
    yield from _statements(item)


def _statements(item: Card) -> Iterator[tuple[str, list[str]]]:
    if item.waivers:
        waived = [
            f"{one.starts_on} to {one.ends_on}, {one.author}: {one.reason}" for one in item.waivers
        ]
        yield "Waivers", waived
    if item.replies:
        told = [f"{one.author}, {day(one.dated)}: {one.text}" for one in item.replies]
        yield f"Reply of {escape(item.party_name)}", told


def _evidence(line: Input) -> Iterator[str]:
    figure = f": {line.figure}" if line.figure else ""
    edition = f"edition {line.edition} of {line.source}"
    yield f"{line.role}: {line.file}, {line.place} ({edition}){figure}"
    yield f"  sha256 {line.sha256}"
    if line.original:
        yield f"  {line.original}"
    elif line.note:
        yield f"  {line.note}"
