"""What a submission is held against: what stands, and what stood on the day of one that is late."""

from __future__ import annotations

from dataclasses import dataclass

from expectations.suites import Beside
from pipelines.preparing import Prepared
from pipelines.receipts import Candidate
from pipelines.reception import Reception
from warehouse.comparing import (
    Late,
    write_accepted,
    write_correctable,
    write_standing,
    write_stood,
)
from warehouse.submissions import supposing_superseded


@dataclass(frozen=True, kw_only=True)
class HeldAgainst:
    """The files beside a staged one; `late` says since when it is, None where none is newer."""

    files: Beside
    late: Late | None


def held_against(reception: Reception, candidate: Candidate, submission: Prepared) -> HeldAgainst:
    """Write what the submission is held against beside its staged file.

    The same bytes under a day that was assumed do not count.
    """
    warehouse, at = reception.warehouse, candidate.received_at
    staged, source = submission.staging.staged_path, submission.source.id
    day = submission.staged.published_on
    has_figures = submission.staging.layout.name == "observations"
    with supposing_superseded(warehouse, candidate.assumed, at=at):
        standing = write_standing(warehouse, source=source, staged=staged) if has_figures else None
        accepted = write_accepted(warehouse, staged=staged) if has_figures else None
        correctable = write_correctable(warehouse, source=source, staged=staged)
        late = (
            write_stood(warehouse, source=source, published_on=day, staged=staged, at=at)
            if has_figures and day
            else None
        )
    files = Beside(
        standing=standing,
        accepted=accepted,
        correctable=correctable,
        stood=late.path if late else None,
    )
    return HeldAgainst(files=files, late=late)
