"""What a path leads to in a record, and how a value of JSON is written as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from pipelines.readers.contract import NumberText

# 1E+400 written out helps nobody, and 1E+999999999 fills the memory.
_MOST_PLACES = 400
_BINARY_DIGITS = 17
_BOTH = " | "


def value_at(value: Any, path: str) -> Any:
    """What `path` leads to; None where it leads nowhere. A key may itself hold dots."""
    if isinstance(value, dict) and path in value:
        return value[path]
    for head, rest in _splits(path):
        if isinstance(value, dict) and head in value:
            return value_at(value[head], rest)
        if isinstance(value, list) and head.isdecimal() and int(head) < len(value):
            return value_at(value[int(head)], rest)
        if isinstance(value, list) and (chosen := _saying(head, value)):
            return _of_all(value_at(item, rest) for item in chosen)
    if isinstance(value, list) and path.isdecimal() and int(path) < len(value):
        return value[int(path)]
    return None


def _saying(what: str, values: list[Any]) -> list[Any]:
    """The objects of an array that say `key=text`."""
    key, _, text = what.partition("=")
    return [item for item in values if isinstance(item, dict) and text_of(item.get(key)) == text]


def _of_all(values: Iterable[Any]) -> Any:
    """The one value there is, or the texts of several."""
    said = [value for value in values if value is not None]
    if all(value == said[0] for value in said):
        return said[0] if said else None
    return _BOTH.join(dict.fromkeys(text for value in said if (text := text_of(value))))


def _splits(path: str) -> Iterator[tuple[str, str]]:
    keys = path.split(".")
    for count in range(1, len(keys)):
        yield ".".join(keys[:count]), ".".join(keys[count:])


def text_of(value: Any) -> str | None:
    """A value as the text of a cell: objects and arrays as compact JSON, null as None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _number(value)
    return str(value) if isinstance(value, int) else _compact(value)


def _has_binary_digits(value: Decimal) -> bool:
    is_long = (
        len(value.as_tuple().digits) > _BINARY_DIGITS
        and -_MOST_PLACES <= value.adjusted() < _BINARY_DIGITS
    )
    return is_long and value % 1 != 0 and Decimal(float(value)) == value


def _number(value: Decimal) -> NumberText:
    """The number, or the one meant where a program wrote all digits of its nearest binary one.

    Whole numbers are never that.
    """
    if _has_binary_digits(value):
        value = Decimal(repr(float(value)))
    is_short = -_MOST_PLACES <= value.adjusted() <= _MOST_PLACES
    return NumberText(format(value, "f") if is_short else value)


def _compact(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_compact(key)}:{_compact(item)}" for key, item in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_compact, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return text_of(value) or "null"


def shown(value: Any) -> str:
    """The beginning of a value, as a sentence names it."""
    text = _compact(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
