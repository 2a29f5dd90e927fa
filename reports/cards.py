"""The verdict card: everything behind one verdict, for a terminal, a program or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commitments.model import Assessment, Change, Commitment, Judged, Reply, RuleKind, Waiver
from commitments.outlook import Outlook
from reports.environment import render
from reports.figures import quantity
from reports.outlooks import outlook_sentences
from reports.rule_sentences import rule_sentence
from reports.sentences import change_sentence, verdict_label, verdict_sentence
from reports.views import OverviewView

_STATUSES = {"E": "estimate", "P": "provisional", "F": "forecast", "M": "missing"}


@dataclass(frozen=True, kw_only=True)
class Input:
    """One row a verdict rests on; `place` is its line, its sheet and cell, or its element.

    `line` and `original`, the text as sent, are known of our tidy table only.
    """

    role: str
    subject: str
    period: str | None
    value: Decimal | None
    unit: str | None
    status: str | None
    source: str
    edition: date
    file: str
    line: int | None
    place: str
    row: int
    sha256: str
    due_on: date | None
    occurred_on: date | None
    note: str | None
    original: str | None

    @property
    def figure(self) -> str:
        """The value with its unit, marked when it is no actual; a day where there is no value."""
        if self.value is None or self.unit is None:
            return "" if self.occurred_on is None else self.occurred_on.isoformat()
        mark = _STATUSES.get(self.status or "", "")
        return quantity(self.value, unit=self.unit) + (f" ({mark})" if mark else "")


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything behind one verdict."""

    commitment: Commitment
    party_name: str
    assessment: Assessment
    arithmetic: tuple[str, ...]
    inputs: tuple[Input, ...]
    changes: tuple[Change, ...]
    history: tuple[Judged, ...]
    outlook: Outlook | None

    @property
    def anchor(self) -> str:
        """Where the card stands on its page."""
        return anchor_of(self.assessment)

    @property
    def rule(self) -> str:
        """The rule in words."""
        return rule_sentence(self.commitment)

    @property
    def verdict(self) -> str:
        """Verdict and timeliness, side by side."""
        return verdict_sentence(self.assessment)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the verdict is provisional or fragile."""
        told = []
        if self.assessment.provisional:
            is_of_cases = self.commitment.rule.kind is RuleKind.RESPOND
            told.append(
                f"provisional: {'cases are still open' if is_of_cases else 'judged on an estimate'}"
            )
        if self.assessment.fragile_reason:
            told.append(f"fragile: {self.assessment.fragile_reason}")
        return tuple(told)

    @property
    def consequences(self) -> tuple[str, ...]:
        """What is missing so far, what it takes and where the pace leads, in words."""
        return () if self.outlook is None else outlook_sentences(self.outlook, self.commitment)

    @property
    def moved(self) -> tuple[str, ...]:
        """What the verdict was by each judgement that found it, or its figures, otherwise."""
        return tuple(_judged(item, unit=self.assessment.unit) for item in self.history) + tuple(
            f"{item.as_of}: {change_sentence(item, name=self.party_name)}" for item in self.changes
        )

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The exceptions recorded for the party, whether they hold for the period or not."""
        return tuple(
            item for item in self.commitment.waivers if item.party == self.assessment.party
        )

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What the party states about this verdict."""
        return self.commitment.replies_to(self.assessment)


def anchor_of(item: Assessment) -> str:
    """The name of a card on its page: `nato-defence-share-ESP-2024`."""
    return f"{item.commitment}-{item.party}-{item.period}"


def page_name(arrangement: str) -> str:
    """The file of an arrangement's cards, beside its report."""
    return f"{arrangement}-verdicts.html"


def render_cards(view: OverviewView, cards: Sequence[Card]) -> str:
    """The page of an arrangement's verdict cards; the same cards make the same bytes."""
    return render(
        "verdicts.html",
        headline=(
            f"{len(cards):,d} verdict{'' if len(cards) == 1 else 's'} explained",
            "Each that is unmet, off track, at risk or fragile in the latest period judged, and "
            "our own: promise, rule, arithmetic, and the rows of the files it rests on.",
        ),
        view=view,
        by_commitment=_by_commitment(cards),
        as_of=view.as_of,
        register_version=view.register_version,
    )


def _by_commitment(cards: Sequence[Card]) -> list[tuple[Commitment, list[Card]]]:
    grouped: dict[str, list[Card]] = {}
    for card in cards:
        grouped.setdefault(card.commitment.id, []).append(card)
    return [(of_one[0].commitment, of_one) for of_one in grouped.values()]


def _judged(item: Judged, *, unit: str) -> str:
    by = f", by the edition of {item.published_on}" if item.published_on else ""
    value = "" if item.value is None else f" at {quantity(item.value, unit=unit)}"
    return f"judged on {item.judged_on}: {verdict_label(item.verdict)}{value}{by}"
