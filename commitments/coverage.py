"""The coverage view: which interests are served in which regions by a standing arrangement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commitments.model import Arrangement, Interest
from commitments.parties import REGIONS


@dataclass(frozen=True, kw_only=True)
class CoverageCell:
    """One interest in one region, with the arrangements standing there, the real ones first."""

    interest: Interest
    region: str
    standing: tuple[Arrangement, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no real arrangement stands here: an illustrative one covers nothing."""
        return all(item.is_illustrative for item in self.standing)


def coverage(arrangements: Iterable[Arrangement], *, as_of: date) -> list[CoverageCell]:
    """Every interest in every region, in the order of their lists."""
    standing = sorted(
        (item for item in arrangements if item.stands_on(as_of)),
        key=lambda item: (item.is_illustrative, item.id),
    )
    return [
        CoverageCell(
            interest=interest,
            region=region,
            standing=tuple(
                item for item in standing if interest in item.interests and region in item.regions
            ),
        )
        for interest in Interest
        for region in REGIONS
    ]
