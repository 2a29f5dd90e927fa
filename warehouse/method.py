"""By which rules and statements a judgement is made."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import duckdb

from commitments.model import Register
from warehouse.rules import rule_tables, to_json


def method(register: Register, *, home_party: str) -> str:
    """A hash that changes when obligations may be judged otherwise from the same evidence."""
    tables = rule_tables(register, home_party=home_party).by_name()
    return hashlib.sha256((to_json(tables) + _statements()).encode()).hexdigest()[:16]


@cache
def _statements() -> str:
    """The statements of the judgement, the order they run in, and what runs them."""
    warehouse = files("warehouse")
    parts = [*warehouse.joinpath("queries", "judge").iterdir(), warehouse.joinpath("judgement.py")]
    texts = sorted((part.name, part.read_text(encoding="utf-8")) for part in parts)
    return to_json([duckdb.__version__, texts])
