"""What a report is made from: everything it says, fetched before and free of any library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commitments.burdens import BurdenShare
from commitments.casework import DwellTime, OpenCase
from commitments.model import (
    Arrangement,
    Assessment,
    BurdenSharing,
    Change,
    Commitment,
    EditionUsed,
    Exemption,
    Respond,
    Verdict,
)
from commitments.outlook import Outlook
from commitments.tally import PeriodTally

FAILING = frozenset({Verdict.UNMET, Verdict.OFF_TRACK, Verdict.AT_RISK})
KEPT = frozenset({Verdict.MET, Verdict.MET_LATE, Verdict.ON_TRACK})
UNKNOWN = frozenset({Verdict.NO_DATA, Verdict.PENDING})

Counts = tuple[tuple[Verdict, int], ...]


def total(counts: Counts, *, among: frozenset[Verdict] | None = None) -> int:
    """How many obligations: those with a verdict `among`, by default all but the waived."""
    wanted = frozenset(Verdict) - {Verdict.WAIVED} if among is None else among
    return sum(count for verdict, count in counts if verdict in wanted)


def is_estimate(item: Assessment, commitment: Commitment) -> bool:
    """Whether a figure is an estimate or a forecast; cases that are still open make no estimate."""
    return item.provisional and not isinstance(commitment.rule, Respond)


@dataclass(frozen=True, kw_only=True)
class CommitmentView:
    """One commitment and what became of it.

    `latest_period` is the latest period with a judged value, None when there is none; `counts`,
    `unmet` (biggest gap first) and `series` (every party) speak of it. `silent` counts the parties
    without data in `silent_period`, the newest period whose evidence is due. `outlooks` say of
    every party what it takes, `tallies` of every period who reached what is promised.
    """

    commitment: Commitment
    rule_sentence: str
    latest_period: str | None
    counts: Counts
    unmet: tuple[Assessment, ...]
    series: tuple[Assessment, ...]
    history: tuple[tuple[str, Counts], ...]
    silent: int = 0
    silent_period: str | None = None
    outlooks: tuple[Outlook, ...] = ()
    tallies: tuple[PeriodTally, ...] = ()

    def __post_init__(self) -> None:
        kept = [item.party for item in self.unmet if item.verdict not in FAILING]
        if kept:
            raise ValueError(f"{self.commitment.id}: unmet lists {kept[0]}, which does not fail")

    @property
    def has_estimates(self) -> bool:
        """Whether any figure of the latest period is an estimate or a forecast."""
        return any(is_estimate(item, self.commitment) for item in self.series)

    @property
    def parties_judged(self) -> int:
        """Parties bound in the latest period, without the waived."""
        return total(self.counts)

    def is_explained(self, view: OverviewView) -> bool:
        """Whether any of its verdicts has a card."""
        return any(item.assessment in view.card_links for item in self.series)

    @property
    def before(self) -> tuple[str, Counts] | None:
        """The newest earlier period in which anything was judged, with its counts."""
        latest = self.latest_period or ""
        earlier = [
            (period, counts)
            for period, counts in self.history
            if period < latest and total(counts, among=FAILING | KEPT)
        ]
        return earlier[-1] if earlier else None


@dataclass(frozen=True, kw_only=True)
class OwnObligation:
    """An obligation of the home party in the latest judged period of one commitment."""

    commitment: Commitment
    rule_sentence: str
    assessment: Assessment


@dataclass(frozen=True, kw_only=True)
class ExemptParty:
    """A party that one commitment does not bind."""

    commitment: Commitment
    exemption: Exemption


@dataclass(frozen=True, kw_only=True)
class QuorumView:
    """How many have submitted for a period, `late` ones among them, and the names of the others."""

    period: str
    expected: int
    submitted: int
    late: int
    last_submitted_on: date | None
    due_on: date
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """What is expected for every period: the periods worth telling, and how many `more` there are.

    `publisher` is given where it alone is expected to submit.
    """

    name: str
    publisher: str | None
    periods: tuple[QuorumView, ...]
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class BurdenView:
    """The fair shares of one period by each ability, in the order of the burden's abilities.

    An ability without any figure has no shares; every other has a row for each member counted.
    """

    burden: BurdenSharing
    shares: tuple[tuple[BurdenShare, ...], ...]
    editions: tuple[EditionUsed, ...]


@dataclass(frozen=True, kw_only=True)
class CaseworkView:
    """The cases of an arrangement's sources: the open ones in order, and the stages' times."""

    open_cases: tuple[OpenCase, ...]
    dwell_times: tuple[DwellTime, ...]


@dataclass(frozen=True, kw_only=True)
class OverviewView:
    """One arrangement as it stands on `as_of`, with the home party's obligations everywhere.

    `changes` are those of the last judgement that changed anything; `is_first` says that there
    was no earlier judgement to compare with. `report_link` is a web address, never a path.
    `card_links` lead from an assessment to its card, on a page beside the report.
    """

    arrangement: Arrangement
    as_of: date
    known_on: date | None
    home_party: str
    party_names: Mapping[str, str]
    commitments: tuple[CommitmentView, ...]
    changes: tuple[Change, ...]
    is_first: bool
    own: tuple[OwnObligation, ...]
    exempt: tuple[ExemptParty, ...]
    editions: tuple[EditionUsed, ...]
    rounds: tuple[RoundView, ...]
    submissions_note: tuple[str, ...]
    register_version: str
    report_link: str | None = None
    burden: BurdenView | None = None
    card_links: Mapping[str, str] = field(default_factory=dict)
    casework: CaseworkView | None = None

    def __post_init__(self) -> None:
        if self.report_link and not self.report_link.startswith(("https://", "http://")):
            raise ValueError("report_link must be a web address (https://…) or None")

    def name(self, party: str) -> str:
        """The party's name, or its code where no name is known."""
        return self.party_names.get(party, party)

    @property
    def is_illustrative(self) -> bool:
        """Whether anything this report shows is invented as an example."""
        return (
            self.arrangement.is_illustrative
            or any(item.commitment.is_illustrative for item in self.commitments)
            or any(item.assessment.is_illustrative for item in self.own)
            or any(item.is_illustrative for item in self.editions)
        )

    @property
    def lead(self) -> CommitmentView | None:
        """The commitment the letter opens with: the first unmet one, else the first with values."""
        judged = [item for item in self.commitments if item.latest_period and item.series]
        unmet = [item for item in judged if item.unmet]
        return next(iter(unmet or judged), None)
