"""Sources and method in plain words: only what this report needs to be understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commitments.model import Assessment, Deliver, EditionUsed, Reach
from reports.figures import DASH, day, period_label
from reports.views import KEPT, CommitmentView, OverviewView, is_estimate, total

_MOST_NAMES = 8


@dataclass(frozen=True, kw_only=True)
class GroupedExemption:
    """A party exempt from several commitments for one reason."""

    party: str
    scope: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SourceUsed:
    """A source with the days of all its editions a report rests on."""

    title: str
    publisher: str
    url: str
    licence: str
    is_illustrative: bool
    published: tuple[date, ...]

    @property
    def mark(self) -> str:
        """Says that the source is an example, unless its title does."""
        is_told = "illustrative" in self.title.lower()
        return " (illustrative)" if self.is_illustrative and not is_told else ""

    @property
    def days(self) -> str:
        """The days in running text: `30 December 2022, 30 December 2024 and 18 August 2026`."""
        *earlier, last = [day(one) for one in self.published]
        return f"{', '.join(earlier)} and {last}" if earlier else last


def grouped_editions(editions: Iterable[EditionUsed]) -> tuple[SourceUsed, ...]:
    """Each source told once, however many of its editions are used."""
    grouped: dict[str, list[EditionUsed]] = {}
    for edition in editions:
        grouped.setdefault(edition.source, []).append(edition)
    return tuple(
        SourceUsed(
            title=used[0].title,
            publisher=used[0].publisher,
            url=used[0].url,
            licence=used[0].licence,
            is_illustrative=any(one.is_illustrative for one in used),
            published=tuple(sorted({one.published_on for one in used})),
        )
        for used in grouped.values()
    )


def method_sentences(view: OverviewView) -> tuple[str, ...]:
    """How the verdicts came about, for a reader who has to defend them."""
    shown = [item for view_ in view.commitments for item in view_.series]
    shown += [item.assessment for item in view.own]
    has_estimates = any(item.has_estimates for item in view.commitments) or any(
        is_estimate(item.assessment, item.commitment) for item in view.own
    )
    applies = (
        (True, "Each promise is restated in our own words and cites the document it stands in. "
               "One rule per promise decides the verdict, the same for every party, ourselves "
               "included."),
        (True, "Figures are compared exactly as published; rounding is only for showing. A figure "
               "that is not published is never read as zero."),
        (has_estimates, "An e marks an estimate: its publisher may still revise it, and "
                        "the verdict with it."),
        (_any_gap_usd(shown), "A gap in money is the gap in points times the whole of which the "
                              "value is a share, at the publisher's prices and exchange rates."),
        (_any_rule(view, Reach), "A promise to reach a level by a date is judged on a straight "
                                 "path until then."),
        (_any_rule(view, Deliver), "Days late count from the day an amount was due: to the day it "
                                   "was paid in full or, while it is outstanding, to the day the "
                                   "figures were published."),
        (True, "Off track and at risk speak of periods that still run, unmet of those that have "
               "ended. Reporting late is told apart from not keeping a promise."),
    )  # fmt: skip
    return tuple(sentence for is_needed, sentence in applies if is_needed)


def pace_sentences(view: OverviewView) -> tuple[str, ...]:
    """What a pace is, for a page that tells one."""
    if not any(one.pace is not None for item in view.commitments for one in item.outlooks):
        return ()
    return (
        "A pace is the slope of the least-squares line through the values of the last six periods, "
        "of which at least four must be there; the periods in brackets bound its 80 % prediction "
        "interval. Held against what it takes each period, 0.95 of it or more is substantial "
        "progress, 0.6 moderate, less limited, and below nothing deterioration: the bands of the "
        "Open SDG platform. A pace says where the figures lead if nothing changes, and decides no "
        "verdict.",
    )


def _any_gap_usd(items: Iterable[Assessment]) -> bool:
    return any(item.gap_usd and item.unit == "percent" for item in items)


def _any_rule(view: OverviewView, kind: type[Reach] | type[Deliver]) -> bool:
    return any(isinstance(item.commitment.rule, kind) for item in view.commitments)


def due_sentences(view: OverviewView) -> tuple[str, ...]:
    """What is due or silent: evidence that has not come, and dates ahead."""
    silent = (_silence(item, view) for item in view.commitments)
    waiting = (_waiting(item) for item in view.commitments)
    reviews = (_review(item, view) for item in view.commitments)
    told = (*silent, *waiting, *reviews, *_calendar(view))
    return tuple(sentence for sentence in told if sentence)


def _silence(item: CommitmentView, view: OverviewView) -> str:
    if not item.silent:
        return ""
    period = item.silent_period or ""
    who = f"{item.silent:,d} {'party has' if item.silent == 1 else 'parties have'}"
    names = _silent_names(item, view)
    return f"{item.commitment.title}: {who} given no figure for {period}{names}."


def _silent_names(item: CommitmentView, view: OverviewView) -> str:
    names = [view.name(one.party) for one in item.series if one.verdict.value == "no_data"]
    if item.silent_period != item.latest_period or not names:
        return ""
    more = len(names) - _MOST_NAMES
    rest = f" and {more:,d} more" if more > 0 else ""
    return f": {', '.join(names[:_MOST_NAMES])}{rest}"


def _waiting(item: CommitmentView) -> str:
    if item.latest_period or item.silent:
        return ""
    return f"{item.commitment.title}: no period with figures yet; nothing to judge so far."


def _review(item: CommitmentView, view: OverviewView) -> str:
    rule = item.commitment.rule
    if not isinstance(rule, Reach) or rule.review_on is None or rule.review_on < view.as_of:
        return ""
    return f"{item.commitment.title}: to be reviewed by {day(rule.review_on)}."


def _calendar(view: OverviewView) -> tuple[str, ...]:
    arrangement = view.arrangement
    ending = "ends, unless renewed, on" if arrangement.is_renewable else "ends on"
    review = arrangement.review_from(view.as_of)
    dates = (("is to be reviewed by", review), (ending, arrangement.ends_on))
    return tuple(
        f"The arrangement {words} {day(when)}."
        for words, when in dates
        if when and when >= view.as_of
    )


def grouped_exemptions(view: OverviewView) -> tuple[GroupedExemption, ...]:
    """Exemptions with the same party and reason told once."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for item in view.exempt:
        key = (item.exemption.party, item.exemption.reason)
        grouped.setdefault(key, []).append(item.commitment.title)
    return tuple(
        GroupedExemption(party=party, scope=_scope(titles, view), reason=reason)
        for (party, reason), titles in grouped.items()
    )


def _scope(titles: Sequence[str], view: OverviewView) -> str:
    """Which commitments: by name, unless it is all of several."""
    if 1 < len(titles) == len(view.commitments):
        return "every commitment of this arrangement"
    return "; ".join(f"“{title}”" for title in titles)


def latest_label(item: CommitmentView) -> str:
    """The latest period judged, marked when it rests on estimates."""
    return period_label(item.latest_period or DASH, is_estimate=item.has_estimates)


def kept_label(item: CommitmentView) -> str:
    """How many kept it in the latest period: `23 of 31`, or a dash before there is any."""
    if item.latest_period is None:
        return DASH
    return f"{total(item.counts, among=KEPT):,d} of {item.parties_judged:,d}"
