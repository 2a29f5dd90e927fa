"""Errors of the audit.

PledgewatchError
└── AuditError                  exit code 1: a rule could not be judged, or two counts of it differ
"""

from __future__ import annotations

from commitments.errors import PledgewatchError


class AuditError(PledgewatchError):
    """The audit itself failed. That is our fault and says nothing about the data sent."""
