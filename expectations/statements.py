"""The SQL of the audit, one statement a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

QUERIES = Path(__file__).parent / "queries"


@cache
def read_statement(name: str) -> str:
    """The statement `queries/<name>.sql` without its header.

    The rows a rule looks at are written `FROM {batch}`, and `FROM {batch} AS staged` in a statement
    that joins: Great Expectations names the placeholder itself where it sees no JOIN.
    """
    lines = (QUERIES / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def quote(text: str) -> str:
    """A text as an SQL literal, for the places that cannot take a parameter."""
    return "'" + text.replace("'", "''") + "'"
