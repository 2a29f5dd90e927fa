"""What was promised, by whom, to whom, and the register of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commitments.model.arrangements import Arrangement, Citation
from commitments.model.measures import Measure
from commitments.model.rules import Composite, Rule
from commitments.model.vocabulary import Cadence

if TYPE_CHECKING:
    from commitments.model.outcomes import Assessment


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """When evidence for a period is expected, in days after the period's end."""

    due_days: int
    delinquent_days: int


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """A party that one commitment does not bind, and why."""

    party: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A recorded exception for one party until `ends_on` (inclusive)."""

    party: str
    author: str
    reason: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a party states about its verdict for a period, in its own words."""

    party: str
    period: str
    author: str
    dated: date
    text: str


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """One promise. `obligors` is `members`, `home` or a tuple of parties.

    A composite has no `reporting`: the evidence is that of its parts. `fiscal_year_begins` is the
    day, as `07-01`, of a fiscal year that all share, such as a publisher's; else each has its own.
    """

    id: str
    arrangement: str
    title: str
    text: str
    source: Citation
    obligors: str | tuple[str, ...]
    beneficiary: str
    effective_from: date
    effective_until: date | None
    cadence: Cadence
    measure: Measure
    rule: Rule
    reporting: Reporting | None
    exemptions: tuple[Exemption, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    replies: tuple[Reply, ...] = ()
    is_illustrative: bool = False
    fiscal_year_begins: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The commitments a composite is judged by; of any other there are none."""
        return self.rule.parts if isinstance(self.rule, Composite) else ()

    def replies_to(self, item: Assessment) -> tuple[Reply, ...]:
        """What the party states about one of its verdicts, the earliest first."""
        of_it = [
            one for one in self.replies if (one.party, one.period) == (item.party, item.period)
        ]
        return tuple(sorted(of_it, key=lambda one: one.dated))


@dataclass(frozen=True, kw_only=True)
class FiscalYears:
    """On which day of a year, as `04-01`, the fiscal year of each party begins; else `default`.

    One that begins on `01-01` is the calendar year and called like it, `2026`; any other is called
    by the two years it lies in, `FY2026/27`.
    """

    begins_on: tuple[tuple[str, str], ...] = ()
    default: str = "01-01"

    def of(self, party: str) -> str:
        """The day on which the fiscal year of a party begins."""
        return dict(self.begins_on).get(party, self.default)


@dataclass(frozen=True, kw_only=True)
class Register:
    """Everything promised, and the version (hash) of the files it was read from."""

    version: str
    arrangements: tuple[Arrangement, ...]
    commitments: tuple[Commitment, ...]
    fiscal_years: FiscalYears = FiscalYears()

    def arrangement(self, arrangement_id: str) -> Arrangement:
        """The arrangement with this identifier. Raises KeyError."""
        return {item.id: item for item in self.arrangements}[arrangement_id]

    def commitment(self, commitment_id: str) -> Commitment:
        """The commitment with this identifier. Raises KeyError."""
        return {item.id: item for item in self.commitments}[commitment_id]
