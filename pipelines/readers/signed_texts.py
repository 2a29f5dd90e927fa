"""Texts that are written as numbers with a point or a comma, where numbers have their own kind."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.readers.contract import NumberText, Row

_SIGNED = re.compile(r"\s*[+-]?[\d \u00a0\u202f']*[.,][\d.,]*\s*")
_MOST = 10_000


@dataclass(kw_only=True)
class SignedTexts:
    """Such texts by column: what people wrote, as numbers were not."""

    columns: Sequence[str]
    found: dict[str, set[str]] = field(default_factory=dict)

    def noted(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows, looked through while they are taken."""
        for row in rows:
            for name, text in zip(self.columns, row[1:], strict=True):
                if text and not isinstance(text, NumberText) and _SIGNED.fullmatch(text):
                    self._note(name, text.strip())
            yield row

    def of(self, columns: Collection[str]) -> tuple[str, ...]:
        """Those of these columns."""
        return tuple(sorted({text for name in columns for text in self.found.get(name, ())}))

    def _note(self, name: str, text: str) -> None:
        texts = self.found.setdefault(name, set())
        if len(texts) < _MOST:
            texts.add(text)
