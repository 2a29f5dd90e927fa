"""What is still missing from whoever sent a submission, in the words of its receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from commitments.model import Receipt, Timeliness
from pipelines.notices import named
from warehouse.connection import Warehouse
from warehouse.reading import read_submitter
from warehouse.rounds import PUBLISHER, Round, StillMissing, still_missing


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """What was expected by a day and is not there; asked once for each source and party."""

    warehouse: Warehouse
    rounds: Sequence[Round]
    as_of: date
    _known: dict[tuple[str, str | None], tuple[str, ...]] = field(default_factory=dict)

    def from_sender_of(self, receipt: Receipt) -> tuple[str, ...]:
        """One sentence for each round and period; a party that sends its own is told its own."""
        if receipt.source is None:
            return ()
        party = read_submitter(self.warehouse.connection, submission=receipt.submission)
        key = (receipt.source, party)
        if key not in self._known:
            self._known[key] = self._sentences(receipt.source, party)
        return self._known[key]

    def _sentences(self, source: str, party: str | None) -> tuple[str, ...]:
        found = still_missing(
            self.warehouse.connection,
            self.rounds,
            source=source,
            as_of=self.as_of,
            parties=None if party is None else [party],
        )
        return tuple(_sentences(found))


def _sentences(found: Sequence[StillMissing]) -> Iterator[str]:
    ordered = sorted(found, key=lambda item: (item.name, item.period, item.timeliness, item.party))
    for (name, period, timeliness), group in groupby(
        ordered, key=lambda item: (item.name, item.period, item.timeliness)
    ):
        items = list(group)
        parties = [item.party for item in items if item.party != PUBLISHER]
        of = f" of {named(parties)}" if parties else ""
        state = "" if timeliness is Timeliness.DUE else f"{timeliness.value}, "
        yield f"{name} for {period}{of}: {state}due by {items[0].due_on}"
