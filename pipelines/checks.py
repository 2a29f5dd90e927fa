"""What figures of a source are held against, and what is known to be odd about them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from commitments.fields import Identifier, Text
from commitments.yaml_files import KeyedError, ReviewedModel
from warehouse.findings import Finding


class CheckFile(ReviewedModel):
    """Figures of a source that ought to agree, and why they may be asked to.

    `equals` needs `other`, an indicator, which may be of an `other_source`, and `ratio` needs
    `other` and `divided_by`: the one, or the quotient, `times` a number is the figure; `not_above`
    adds everything up, by party and series, and needs `other`; `adds_up` holds the figure of a
    group, `total`, against the sum of all parties, or of those who were `members_of` an arrangement
    at the period's end, of the same indicator or of an `other`; `never_falls` and `steady_total`
    hold an edition against the one before.
    A difference is told above `tolerance` and above `tolerance_share` of the other figure.
    """

    kind: Literal["equals", "ratio", "not_above", "adds_up", "never_falls", "steady_total"]
    indicator: Identifier
    other: Identifier | None = None
    other_source: Identifier | None = None
    divided_by: Identifier | None = None
    total: Identifier | None = None
    members_of: Identifier | None = None
    times: float = 1
    tolerance: Annotated[float, Field(ge=0)] = 0
    tolerance_share: Annotated[float, Field(ge=0, le=1)] = 0
    reason: Text

    @model_validator(mode="after")
    def _names_what_it_compares(self) -> CheckFile:
        if self.kind in {"equals", "ratio", "not_above"} and self.other is None:
            raise KeyedError("equals, ratio and not_above need other, an indicator", "other")
        if self.kind in {"never_falls", "steady_total"} and self.other is not None:
            raise KeyedError(
                "never_falls and steady_total compare editions and have no other", "other"
            )
        if (self.kind == "ratio") != (self.divided_by is not None):
            raise KeyedError("divided_by belongs to a ratio, which needs it", "divided_by")
        if (self.kind == "adds_up") != (self.total is not None):
            raise KeyedError(
                "total, the group that ought to be the sum, belongs to adds_up", "total"
            )
        if self.members_of and self.kind != "adds_up":
            raise KeyedError("members_of belongs to adds_up", "members_of")
        if self.other_source and self.kind != "equals":
            raise KeyedError("other_source belongs to equals", "other_source")
        return self


class OddityFile(ReviewedModel):
    """What a rule or a check would tell of a source and everybody knows, until a day (inclusive).

    Without indicator, party or period it holds for all of them.
    """

    rule: Literal[
        "magnitude-plausible",
        "magnitude-shifted",
        "magnitude-of-edition",
        "limits-of-edition",
        "percent-not-fraction",
        "coverage-kept",
        "counted-once",
        "equals",
        "ratio",
        "not_above",
        "adds_up",
        "never_falls",
        "steady_total",
    ]
    indicator: Identifier | None = None
    party: Text | None = None
    period: Text | None = None
    reason: Text
    until: date

    def covers(self, item: Finding) -> bool:
        """Whether a finding is this oddity."""
        return item.kind == self.rule and all(
            wanted in (None, found)
            for wanted, found in (
                (self.indicator, item.indicator),
                (self.party, item.party),
                (self.period, item.period),
            )
        )
