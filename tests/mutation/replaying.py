"""A judgement once recorded, judged again from a statement on with another text in its place."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Timer
from typing import Any
from unittest.mock import patch

import duckdb

from tests.judging.judging import HOME, create_tables, fill_ledger, judged_in_sql, told_in
from tests.mutation.batches import Batch
from warehouse import statements
from warehouse.judgement import judge
from warehouse.reading import Assessed

SECONDS = 60
MADE = re.compile(
    r"^(?:CREATE OR REPLACE TEMP (?:TABLE|VIEW|MACRO)|SET VARIABLE|INSERT INTO|UPDATE|DELETE FROM)"
    r" (\w+)",
    re.MULTILINE,
)


class Filled(str):
    """The text of a statement that still knows its name and what it was filled with."""

    name: str
    quoted: Mapping[str, str]


def filled(name: str, **quoted: str) -> Filled:
    """As `warehouse.statements.filled`."""
    text = Filled(statements.filled(name, **quoted))
    text.name, text.quoted = name, quoted
    return text


@dataclass(frozen=True, kw_only=True)
class Step:
    """A statement that was run, and with what."""

    name: str
    quoted: Mapping[str, str]
    parameters: Any

    @cached_property
    def words(self) -> frozenset[str]:
        """What it may read."""
        return frozenset(re.findall(r"\w+", self.filled(statements.statement(self.name))))

    @cached_property
    def makes(self) -> str:
        """The table, view or macro that it makes or adds to."""
        found = MADE.search(self.filled(statements.statement(self.name)))
        assert found, f"{self.name} makes nothing"
        return found[1]

    @property
    def is_table(self) -> bool:
        """Whether what it makes holds rows of its own."""
        return not re.search(r"(TEMP (VIEW|MACRO)|SET VARIABLE) ", statements.statement(self.name))

    def filled(self, text: str) -> str:
        """Another text with the same words in its places."""
        for word, replacement in self.quoted.items():
            text = text.replace(f"<<{word}>>", replacement)
        return text


@dataclass(kw_only=True)
class Recorded:
    """A connection that remembers which statements it ran."""

    connection: duckdb.DuckDBPyConnection
    steps: list[Step] = field(default_factory=list)

    def execute(self, query: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        """Run a statement."""
        if isinstance(query, Filled):
            step = Step(name=query.name, quoted=query.quoted, parameters=parameters)
            self.steps.append(step)
        return self.connection.execute(str(query), parameters)


@dataclass(kw_only=True)
class Unanswered:
    """A connection that only remembers what it was asked, JSON read."""

    asked: list[tuple[str, Any]] = field(default_factory=list)

    def execute(self, query: str, parameters: Any = None) -> Unanswered:
        """Run nothing."""
        told = {name: self._read(value) for name, value in (parameters or {}).items()}
        self.asked.append((query, told))
        return self

    def fetchone(self) -> None:
        """There is no answer."""

    def _read(self, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value


class Replay:
    """A batch's ledger in tables of its own, judged."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.promises = batch.world().register
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        create_tables(self.connection)
        fill_ledger(self.connection, batch.world().ledger)
        recorded: Any = Recorded(connection=self.connection)
        with patch("warehouse.judgement.filled", filled):
            judged_in_sql(recorded, self.promises, batch.horizon)
        self.steps: list[Step] = recorded.steps
        self.makers = defaultdict[str, list[int]](list)
        for place, step in enumerate(self.steps):
            self.makers[step.makes].append(place)
        self.made_by = {made: places[-1] for made, places in self.makers.items()}
        self.contents: dict[int, object] = {}
        self.is_told = True
        self.is_used = False
        self.asked = self._asked()

    def agrees(self, name: str, text: str) -> bool:
        """Whether the oracle is agreed with when a statement reads otherwise; in time, that is."""
        self.is_used = text != statements.statement(name)
        timer = Timer(SECONDS, self.connection.interrupt)
        timer.start()
        try:
            if self._run_from(name, text):
                told = told_in(self.connection, Assessed.ASKED, self.promises)
                self.is_told = self.batch.is_told(told)
        except (AssertionError, KeyError, TypeError, ValueError, duckdb.Error):
            self.contents.clear()
            self.is_told = False
        finally:
            timer.cancel()
        return self.is_told

    def agrees_anew(self) -> bool:
        """Whether the oracle is agreed with when everything is judged, or asked, from the start."""
        try:
            if self._asked() == self.asked:
                return True
            told = judged_in_sql(self.connection, self.promises, self.batch.horizon)
        except Exception:  # noqa: BLE001 - whatever a mistake leads to, it was noticed
            return False
        return self.batch.is_told(told)

    def _asked(self) -> list[tuple[str, Any]]:
        """What a judgement asks of the warehouse: the same is answered alike."""
        unanswered: Any = Unanswered()
        judge(unanswered, self.promises, home_party=HOME, horizon=self.batch.horizon)
        return unanswered.asked  # type: ignore[no-any-return]

    def _run_from(self, name: str, text: str) -> bool:
        """Run the statement and what reads anything that comes out otherwise; whether any does."""
        others: set[str] = set()
        for place, step in enumerate(self.steps):
            if (step.name == name or others & step.words) and self._run(place, {name: text}):
                others.add(step.makes)
        for made, places in self.makers.items():
            if self.made_by[made] != places[-1]:
                self._run(places[-1], {name: text})
        return bool(others)

    def _run(self, place: int, texts: Mapping[str, str]) -> bool:
        """Run one step, upon what it found there when it was recorded; whether it makes other."""
        step = self.steps[place]
        for word in step.words & self.makers.keys():
            found = [maker for maker in self.makers[word] if maker < place]
            if found and self.made_by[word] != found[-1]:
                self._run(found[-1], texts)
        text = texts.get(step.name) or statements.statement(step.name)
        self.connection.execute(step.filled(text), step.parameters)
        self.made_by[step.makes] = place
        before, self.contents[place] = self.contents.get(place), self._content(step)
        return before is None or before != self.contents[place]

    def _content(self, step: Step) -> object:
        """What a table holds, in short; of what is no table nothing is known."""
        if not step.is_table:
            return None
        query = f"SELECT count(*), sum(hash(made)) FROM {step.makes} AS made"
        return self.connection.execute(query).fetchone()
