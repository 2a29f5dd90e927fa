"""Errors of the room that speaks.

PledgewatchError
├── ReportError                 exit code 1: a report could not be made as it must be; nothing sent
└── DeliveryError               exit code 1: a finished letter could not be handed over
"""

from __future__ import annotations

from commitments.errors import PledgewatchError


class ReportError(PledgewatchError):
    """A report would break a promise of ours, such as its size. That is our fault."""


class DeliveryError(PledgewatchError):
    """A letter was not handed over; trying again is the caller's decision."""
