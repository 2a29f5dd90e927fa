"""How many mistakes were made, noticed, and left unnoticed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import yaml

from tests.mutation.mutants import Mutant

EXPLAINED: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "explained.yaml").read_text(encoding="utf-8")
)
# Of so many mistakes one is tried, always the same.
ONE_IN = int(os.environ.get("PLEDGEWATCH_MUTANTS_ONE_IN", "1"))


def tried(made: Sequence[Mutant]) -> list[Mutant]:
    """Those mistakes of a statement or module that are tried: at least one, if there is any."""
    in_order = sorted(made, key=lambda mutant: crc32(mutant.key.encode()))
    chosen = [mutant for mutant in in_order if crc32(mutant.key.encode()) % ONE_IN == 0]
    return chosen or in_order[:1]


@dataclass(kw_only=True)
class Score:
    """The count by statement."""

    rows: list[tuple[str, int, int, int]] = field(default_factory=list)

    def add(self, name: str, *, made: Sequence[Mutant], alive: Sequence[Mutant]) -> None:
        """Count a statement; it is an error when a mistake is neither noticed nor explained.

        So is an explanation of a mistake that is noticed, or can no longer be made.
        """
        explained = EXPLAINED.get(name, {})
        unexplained = [mutant for mutant in alive if mutant.mistake not in explained]
        self.rows.append((name, len(made), len(made) - len(alive), len(unexplained)))
        needless = explained.keys() - {mutant.mistake for mutant in alive}
        if ONE_IN > 1:
            needless &= {mutant.mistake for mutant in made}
        assert not needless, f"explained, but noticed or no longer there: {sorted(needless)}"
        assert not unexplained, "\n".join(
            f"{name}:{mutant.line}: {mutant.mistake}" for mutant in unexplained
        )

    def __str__(self) -> str:
        """A table with a line for each statement and the score at its end."""
        total = ("all", *(sum(column) for column in list(zip(*self.rows, strict=True))[1:]))
        lines = [
            f"{name:32} {made:8} {noticed:8} {made - noticed - silent:10} {silent:9}"
            for name, made, noticed, silent in [*self.rows, total]
        ]
        head = f"{'statement':32} {'mistakes':>8} {'noticed':>8} {'explained':>10} {'survived':>9}"
        _, made, noticed, silent = total
        share = 100 * noticed / max(made - (made - noticed - silent), 1)
        told = f"{share:.1f} % of the mistakes that change a judgement are noticed"
        return "\n".join(["", head, *lines, told])
