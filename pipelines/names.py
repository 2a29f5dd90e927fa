"""Names a question may use: an empty answer must not hide a typing mistake."""

from __future__ import annotations

from commitments import parties
from commitments.errors import UsageError
from pipelines.judge import registered
from pipelines.settings import Settings
from warehouse.reading import Filters


def refuse_unknown(settings: Settings, filters: Filters) -> None:
    """Say which name is not known, or that a promise is not judged yet.

    Raises:
        UsageError: when a commitment, an arrangement or a party does not exist, or when the
            commitment is of a kind that is not judged yet.
    """
    register = registered(settings)
    promises = {item.id: item for item in register.commitments}
    _refuse("--commitment", filters.commitment, sorted(promises))
    _refuse("--arrangement", filters.arrangement, [item.id for item in register.arrangements])
    if filters.party and filters.party not in parties.names():
        raise UsageError(f"--party {filters.party}: expected a country code such as NLD")
    promise = promises.get(filters.commitment or "")
    if promise and not promise.is_judged:
        raise UsageError(
            f"{promise.id}: not judged yet (a promise of the kind {promise.rule.kind})"
        )


def _refuse(option: str, name: str | None, known: list[str]) -> None:
    if name is not None and name not in known:
        raise UsageError(f"{option} {name}: not registered; known: {', '.join(known)}")
