"""What follows from verdicts: what is missing so far, what it takes, and where the pace leads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from commitments.model import Cadence, Verdict


class Progress(StrEnum):
    """How much of the pace required the present one is, in the bands of the Open SDG platform.

    Source: open-sdg/sdg-build, sdg/ProgressMeasure.py: 0.95, 0.6 and 0.
    """

    SUBSTANTIAL = "substantial"
    MODERATE = "moderate"
    LIMITED = "limited"
    DETERIORATION = "deterioration"


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """How one party stands under one commitment: grain commitment, party. None of it is a verdict.

    `period`, `verdict`, `gap` are those of the latest period judged, or of the latest there is.
    `shortfall` adds up the gaps of all periods judged, in `unit` where that is an amount, and in
    dollars; None when one of them is not known. Then `short_at_most` is what an amount delivered
    cannot be short of more than: the gaps that are known, and all that is owed where it is not
    published how much of it has come. `to_go` leads from `latest_value` to `target`;
    `takes` is that over the `remaining` periods, or days where an amount is due. `pace` is the
    slope per period of the line through the last values; by it the target is reached in `arrives`,
    by its 80 % prediction interval from `earliest` to `latest`, None if no end can be named.
    `expected` is where the line is by the day promised; `pace_band` says that in a verdict's word.
    """

    commitment: str
    arrangement: str
    party: str
    period: str
    verdict: Verdict
    unit: str
    cadence: Cadence
    gap: Decimal | None
    gap_usd: Decimal | None
    unmet_since: str | None
    in_a_row: int
    periods_judged: int
    periods_short: int
    shortfall: Decimal | None
    shortfall_usd: Decimal | None
    short_at_most: Decimal | None
    judged_since: str | None
    target: Decimal | None
    latest_period: str | None
    latest_value: Decimal | None
    is_estimate: bool
    to_go: Decimal | None
    to_go_usd: Decimal | None
    remaining: int | None
    takes: Decimal | None
    takes_usd: Decimal | None
    pace: Decimal | None
    pace_since: str | None
    values_used: int | None
    arrives: str | None
    earliest: str | None
    latest: str | None
    expected: Decimal | None
    pace_band: Verdict | None
    is_illustrative: bool

    @property
    def is_never(self) -> bool:
        """Whether the present pace does not lead to the target at all."""
        return self.pace is not None and self.pace <= 0 and bool(self.to_go)

    @property
    def pace_share(self) -> Decimal | None:
        """The pace as a share of what it takes each period, to nine decimals, rounded half up.

        None where nothing is to go, no period is left, or no line can be drawn.
        """
        if self.pace is None or not self.takes:
            return None
        return (self.pace / self.takes).quantize(Decimal("0.000000001"), ROUND_HALF_UP)

    @property
    def progress(self) -> Progress | None:
        """The band of the pace, by its exact share."""
        if self.pace is None or not self.takes:
            return None
        if self.pace >= Decimal("0.95") * self.takes:
            return Progress.SUBSTANTIAL
        if self.pace >= Decimal("0.6") * self.takes:
            return Progress.MODERATE
        return Progress.LIMITED if self.pace >= 0 else Progress.DETERIORATION
