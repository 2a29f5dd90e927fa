"""The agreements calendar and the coverage view as pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from commitments.calendar_days import calendar_days, without_end
from commitments.coverage import coverage
from commitments.model import Register
from pipelines.files import write_atomically
from reports.agreements import render_calendar, render_coverage


def write_agreement_pages(register: Register, *, folder: Path, as_of: date) -> list[Path]:
    """Write `calendar.html` and `coverage.html` beside the reports of a day."""
    made = {
        "calendar.html": render_calendar(
            calendar_days(register.arrangements, as_of=as_of),
            without_end(register.arrangements),
            as_of=as_of,
            register_version=register.version,
        ),
        "coverage.html": render_coverage(
            coverage(register.arrangements, as_of=as_of),
            register.arrangements,
            as_of=as_of,
            register_version=register.version,
        ),
    }
    for name, content in made.items():
        write_atomically(folder / name, content.encode("utf-8"))
    return [folder / name for name in made]
