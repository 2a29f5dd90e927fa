"""What one staged file is audited against. Free of Great Expectations, so cheap to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from commitments.model import Member


@dataclass(frozen=True, kw_only=True)
class IndicatorLimits:
    """An indicator as its source declares it; None means no limit. Limits are inclusive.

    A dated one may appear once for each occurred_on, any other once for each party and period. A
    planned one may be of periods that have not begun.
    """

    id: str
    unit: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_dated: bool = False
    is_planned: bool = False


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """What a rule would tell and everybody knows; None stands for any."""

    rule: str
    indicator: str | None = None
    party: str | None = None
    period: str | None = None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Parquet files that a staged file is held against.

    `standing` is what stood before, `accepted` what was accepted of the editions it corrects; of
    activities neither is known. `correctable` are the rows set aside that may be corrected. `stood`
    is what stood on the day of an edition that comes after a newer one; None where none is newer.
    """

    standing: Path | None
    accepted: Path | None
    correctable: Path
    stood: Path | None = None


@dataclass(frozen=True, kw_only=True)
class ObservationSuite:
    """What a staged file of observations must satisfy.

    `parties` are the codes we know, `currencies` (lower case) those a unit may be declared
    to be; with `has_organisations` a party may be `org:` and a name. Without `members` any party
    may report at any time. `series` is the one of rows that name none.
    """

    source: str
    parties: frozenset[str]
    indicators: tuple[IndicatorLimits, ...]
    received_on: date
    currencies: frozenset[str] = frozenset()
    has_organisations: bool = False
    series: str | None = None
    members: tuple[Member, ...] = ()
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActivitySuite:
    """What a staged file of activities must satisfy.

    `kinds` maps a kind to its stages in their order, `paths` to those a case passes one after
    another, `priorities` to the words its priority may have.
    """

    source: str
    parties: frozenset[str]
    kinds: Mapping[str, tuple[str, ...]]
    received_on: date
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priorities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Suite = ObservationSuite | ActivitySuite
