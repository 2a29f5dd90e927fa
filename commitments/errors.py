"""Errors a person can act on.

PledgewatchError                exit code 1: our fault unless a subclass says otherwise
├── ConfigurationError          exit code 2: settings, register, sources or audiences are wrong
├── UsageError                  exit code 2: the command cannot be carried out as asked
│   └── NothingJudgedError      there is no judgement to tell of yet
├── ReceivingError              exit code 1: the receiving of some files broke off by our fault
└── WarehouseError              exit code 1: the warehouse cannot be opened, migrated or written
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


class PledgewatchError(Exception):
    """Root of the tree; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing wrong in a reviewed file: where it is and what to do about it.

    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class ConfigurationError(PledgewatchError):
    """Reviewed files or settings are wrong; carries every mistake found, not only the first."""

    exit_code = 2

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class UsageError(PledgewatchError):
    """The command line or a DAG form asked for something that cannot be done."""

    exit_code = 2


class NothingJudgedError(UsageError):
    """No judgement is stored yet: wrong when a person asks, nothing to do when a clock does."""


class WarehouseError(PledgewatchError):
    """The warehouse cannot be opened, migrated or written."""


class ReceivingError(PledgewatchError):
    """The receiving of some files broke off by our fault, after which all others were received."""

    def __init__(self, faults: Mapping[str, Exception], *, received: int) -> None:
        told = "; ".join(
            f"{file!r} ({type(fault).__name__}: {fault})" for file, fault in faults.items()
        )
        super().__init__(
            f"by a fault of ours, not of the sender, {len(faults)} of {len(faults) + received} "
            f"files could not be received and stay where they are: {told}; the others are received "
            "(`pledgewatch submissions`); report this with what the log says, then receive again"
        )
