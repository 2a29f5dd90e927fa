"""A file, and the form it is to be read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from commitments.model import FiscalYears
from pipelines.forms import FormFile
from pipelines.opening import Formed
from pipelines.readers.contract import Limits


@dataclass(frozen=True, kw_only=True)
class FormedFile:
    """One file to be read in a form.

    `sent_as` is where it lay, for its name and companions; `beside` are the files beside it in an
    archive, by name; `published_on` is what the submitter said; `fiscal_years` are those of the
    parties.
    """

    content: Formed
    sent_as: Path
    beside: Mapping[str, Path] = field(default_factory=dict)
    published_on: date | None
    received_on: date
    limits: Limits
    fiscal_years: FiscalYears

    @property
    def form(self) -> FormFile:
        """The form the file has."""
        return self.content.form

    @property
    def name(self) -> str:
        """Its folder and name."""
        return "/".join(self.sent_as.parts[-2:])
