"""What an audit found. Free of Great Expectations, so cheap to import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from expectations.suites import Oddity

# Of a file with rows none of which can be used, each row says why.
NOT_EMPTY = "file-not-empty"


class Severity(StrEnum):
    """What a failed rule means: critical sets the row aside, the others are only told."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


class Scope(StrEnum):
    """Whether a rule speaks of single rows or of the file as a whole."""

    ROW = "row"
    BATCH = "batch"


@dataclass(frozen=True, kw_only=True)
class RuleResult:
    """How one rule fared. `rows_unexpected` is 0 for a batch rule, passed or not."""

    rule: str
    severity: Severity
    rows_unexpected: int
    passed: bool
    scope: Scope
    message: str


@dataclass(frozen=True, kw_only=True)
class Audit:
    """The outcome of an audit; `page` is the Data Docs page of this validation.

    `met` are the oddities without which a rule would have told more.
    """

    results: tuple[RuleResult, ...]
    page: Path | None
    met: tuple[Oddity, ...] = ()

    @property
    def failed(self) -> tuple[RuleResult, ...]:
        """The rules that did not pass, in the order they were judged."""
        return tuple(result for result in self.results if not result.passed)
