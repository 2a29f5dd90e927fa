"""What a damage is, and small tools to inflict one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Inflict = Callable[[bytes], bytes]


@dataclass(frozen=True, kw_only=True)
class Damage:
    """One way a good file is spoilt; `file_name` when it also goes by another name."""

    good: str
    name: str
    inflict: Inflict
    file_name: str | None = None

    @property
    def id(self) -> str:
        """How the table and the tests call it."""
        return f"{self.good}: {self.name}"


def damages(good: str, named: dict[str, Inflict]) -> tuple[Damage, ...]:
    """These damages, each of the same good file."""
    return tuple(Damage(good=good, name=name, inflict=inflict) for name, inflict in named.items())


def swap(old: str, new: str, *, times: int = -1) -> Inflict:
    """Replace a text that is there."""

    def inflict(content: bytes) -> bytes:
        assert old.encode() in content, f"{old!r} is not in the good file"
        return content.replace(old.encode(), new.encode(), times)

    return inflict


def per_line(change: Callable[[int, str], str]) -> Inflict:
    """Change every line, counted from 0, without its end."""

    def inflict(content: bytes) -> bytes:
        lines = content.decode().split("\n")
        return "\n".join(
            change(at, line) if line else line for at, line in enumerate(lines)
        ).encode()

    return inflict


def line(number: int, change: Callable[[str], str]) -> Inflict:
    """Change one line, counted from 0."""
    return per_line(lambda at, text: change(text) if at == number else text)


def between(number: int, *more: str) -> Inflict:
    """Put lines in before one of them."""

    def inflict(content: bytes) -> bytes:
        lines = content.decode().split("\n")
        return "\n".join([*lines[:number], *more, *lines[number:]]).encode()

    return inflict


def cut_before(text: str, *, keep: int = 0) -> Inflict:
    """End the file at this text, or so many bytes behind its beginning; the last one counts."""

    def inflict(content: bytes) -> bytes:
        at = content.rindex(text.encode())
        return content[: at + keep]

    return inflict


def cut_at(share: float) -> Inflict:
    """End the file after this share of its bytes."""
    return lambda content: content[: int(len(content) * share)]


def written_in(encoding: str, *, mark: bytes = b"") -> Inflict:
    """The same text in another encoding."""
    return lambda content: mark + content.decode().encode(encoding)


def after(*steps: Inflict) -> Inflict:
    """One damage after another."""

    def inflict(content: bytes) -> bytes:
        for step in steps:
            content = step(content)
        return content

    return inflict
