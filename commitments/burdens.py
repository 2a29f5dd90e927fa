"""Burden sharing: what members contribute, held against what they are able to; no promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class BurdenShare:
    """One member's fair share by one ability: grain book, period, party.

    `share` and `ability_share` are percentages of the totals of all `members` counted; `fair_share`
    is the one ÷ the other. None means unknown, and `lacks` says why: a member without a figure
    leaves a total unknown. `files` are those its own figures stand in, with the place in each.
    """

    party: str
    period: str
    members: int
    amount: Decimal | None
    total: Decimal | None
    share: Decimal | None
    ability: Decimal | None
    ability_total: Decimal | None
    ability_share: Decimal | None
    fair_share: Decimal | None
    is_estimate: bool
    lacks: str | None
    is_illustrative: bool
    published_on: date
    files: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic line by line; only the reason where it cannot be done."""
        if self.fair_share is None:
            return (self.lacks or "no usable figure",)
        shares = (
            ("contribution", self.amount, self.total, self.share),
            ("ability", self.ability, self.ability_total, self.ability_share),
        )
        lines = [
            f"share of {what} = {_plain(figure)} ÷ {_plain(total)} × 100 = {_plain(share)} %"
            for what, figure, total, share in shares
        ]
        quotient = f"{_plain(self.share)} ÷ {_plain(self.ability_share)}"
        return (*lines, f"fair share = {quotient} = {_plain(self.fair_share)}")


def _plain(figure: Decimal | None) -> str:
    text = f"{figure:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
