"""A statement with one small mistake in it, for every place where one can be made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import sqlglot
from sqlglot import exp

_PAIRS: tuple[tuple[type[exp.Expression], type[exp.Expression]], ...] = (
    (exp.LT, exp.LTE),
    (exp.GT, exp.GTE),
    (exp.EQ, exp.NEQ),
    (exp.NullSafeEQ, exp.NullSafeNEQ),
    (exp.And, exp.Or),
    (exp.Add, exp.Sub),
    (exp.Mul, exp.Div),
    (exp.Min, exp.Max),
    (exp.ArgMin, exp.ArgMax),
    (exp.Greatest, exp.Least),
    (exp.LogicalAnd, exp.LogicalOr),
)
EXCHANGED = dict(_PAIRS) | {after: before for before, after in _PAIRS} | {exp.IntDiv: exp.Mul}
PLACE = re.compile(r"<<(\w+)>>")
MACRO = re.compile(r"(.*\bMACRO \w+\([^)]*\) AS)(?! TABLE)(.*)", re.DOTALL)
STAND_IN = re.compile(r"place_of_(\w+)")
SHOWN = 80


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One mistake: the statement it is in, about where, what it is, and the text with it."""

    name: str
    line: int
    mistake: str
    text: str

    @property
    def key(self) -> str:
        """The same as long as the code around the mistake is."""
        return f"{self.name}: {self.mistake}"


Mistake = tuple[str, exp.Expression]


def mutants(name: str, text: str) -> list[Mutant]:
    """Every mutant of a statement."""
    source = _Source(text)
    unchanged, found = source.written(), []
    for node in list(source.tree.walk()):
        for mistake, replacement in _mistakes(node):
            node.replace(replacement)
            mutated = source.written()
            replacement.replace(node)
            found.append(Mutant(name=name, line=source.line(node), mistake=mistake, text=mutated))
    assert source.written() == unchanged
    return numbered(mutant for mutant in found if mutant.text != unchanged)


def numbered(found: Iterable[Mutant]) -> list[Mutant]:
    """Of mistakes that read alike, all but the first with a number."""
    seen, told = Counter[str](), []
    for mutant in found:
        seen[mutant.mistake] += 1
        number = seen[mutant.mistake]
        mistake = mutant.mistake if number == 1 else f"{mutant.mistake} #{number}"
        told.append(replace(mutant, mistake=mistake))
    return told


def unmutated(text: str) -> str:
    """A statement as it is written from its tree, without a mistake."""
    return _Source(text).written()


class _Source:
    """A statement's text and its tree. Of a macro, its body; filled places stand as identifiers."""

    def __init__(self, text: str) -> None:
        macro = MACRO.fullmatch(text)
        self.head, body = macro.groups() if macro else ("", text)
        self.body = PLACE.sub(r"place_of_\1", f"SELECT{body}" if macro else body)
        self.tree = sqlglot.parse_one(self.body, dialect="duckdb")

    def written(self) -> str:
        """The tree as a statement again."""
        body = STAND_IN.sub(r"<<\1>>", self.tree.sql(dialect="duckdb", comments=False))
        return f"{self.head} {body.removeprefix('SELECT')}" if self.head else body

    def line(self, node: exp.Expression) -> int:
        """On which line of the file a node stands."""
        return self.head.count("\n") + self.body.count("\n", 0, _start(node)) + 1


def _start(node: exp.Expression | None) -> int:
    """Where in the text a node stands: its first name, or that of what is around it."""
    while node:
        starts = [item.meta["start"] for item in node.walk() if "start" in item.meta]
        if starts:
            return int(min(starts))
        node = node.parent
    return 0


def _shown(node: exp.Expression | None) -> str:
    text = " ".join(node.sql(dialect="duckdb", comments=False).split()) if node else ""
    half = SHOWN // 2
    return text if len(text) <= SHOWN else f"{text[:half]} … {text[-half:]}"


def _mistakes(node: exp.Expression) -> Iterator[Mistake]:
    yield from _exchanged(node)
    for kind, make in MAKERS.items():
        if isinstance(node, kind):
            yield from make(node)


def _exchanged(node: exp.Expression) -> Iterator[Mistake]:
    other = EXCHANGED.get(type(node))
    if other:
        made = other(**node.copy().args)
        yield f"{_shown(node)} ⟶ {other.key}", made


def _without(node: exp.Expression, argument: str, *, least: int = 0) -> Iterator[Mistake]:
    """The node without each one of the parts in a list of its, as long as so many are left."""
    parts = node.args.get(argument) or []
    for place, part in enumerate(parts):
        if len(parts) > least:
            made = node.copy()
            made.args[argument].pop(place)
            yield f"{_shown(node)} ⟶ without {_shown(part)}", made


def _operand(node: exp.Connector) -> Iterator[Mistake]:
    """A chain of conditions without each of them."""
    is_first = not isinstance(node.left, type(node))
    for kept in (node.left, node.right) if is_first else (node.left,):
        yield f"{_shown(node)} ⟶ only {_shown(kept)}", kept.copy()


def _alone(node: exp.Expression) -> Iterator[Mistake]:
    yield f"{_shown(node)} ⟶ {_shown(node.this)}", node.this.copy()


def _case(node: exp.Case) -> Iterator[Mistake]:
    yield from _without(node, "ifs", least=1)
    if node.args.get("default"):
        made = node.copy()
        made.set("default", None)
        yield f"{_shown(node)} ⟶ without ELSE", made


def _coalesce(node: exp.Coalesce) -> Iterator[Mistake]:
    given = [node.this, *node.expressions]
    for place, dropped in enumerate(given):
        first, *others = [item.copy() for item in given[:place] + given[place + 1 :]]
        made = exp.Coalesce(this=first, expressions=others) if others else first
        yield f"{_shown(node)} ⟶ without {_shown(dropped)}", made


def _join(node: exp.Join) -> Iterator[Mistake]:
    made = node.copy()
    made.set("side", None if node.side == "LEFT" else "LEFT")
    made.set("kind", None)
    if node.args.get("on") or node.args.get("using"):
        yield f"{_shown(node)} ⟶ {'INNER' if node.side == 'LEFT' else 'LEFT'}", made


def _condition(node: exp.Expression) -> Iterator[Mistake]:
    """A clause of one condition without it; of several, each is left out on its own."""
    if not isinstance(node.this, exp.And) and not isinstance(node.parent, exp.Filter):
        yield f"{_shown(node)} ⟶ dropped", type(node)(this=exp.true())


def _select(node: exp.Select) -> Iterator[Mistake]:
    if node.args.get("distinct"):
        made = node.copy()
        made.set("distinct", None)
        yield f"{_shown(node)} ⟶ not distinct", made


def _union(node: exp.Union) -> Iterator[Mistake]:
    if not node.args.get("with_"):
        yield f"{_shown(node)} ⟶ without the last", node.this.copy()
        if not isinstance(node.this, exp.Union):
            yield f"{_shown(node)} ⟶ without the first", node.expression.copy()


def _is(node: exp.Is) -> Iterator[Mistake]:
    if not isinstance(node.parent, exp.Not):
        yield f"{_shown(node)} ⟶ not", exp.Not(this=node.copy())


def _in(node: exp.In) -> Iterator[Mistake]:
    if not isinstance(node.parent, exp.Not):
        yield f"{_shown(node)} ⟶ not", exp.Not(this=node.copy())
    yield from _without(node, "expressions", least=1)


def _between(node: exp.Between) -> Iterator[Mistake]:
    """A span without its first, and without its last."""
    for bound, after in (("low", exp.GT), ("high", exp.LT)):
        beyond = after(this=node.this.copy(), expression=node.args[bound].copy())
        made = exp.Paren(this=exp.And(this=node.copy(), expression=beyond))
        yield f"{_shown(node)} ⟶ without its {bound}", made


def _ordered(node: exp.Ordered) -> Iterator[Mistake]:
    made = node.copy()
    made.set("desc", not node.args.get("desc"))
    yield f"{_shown(node.parent)} ⟶ {_shown(node.this)} the other way", made


def _literal(node: exp.Literal) -> Iterator[Mistake]:
    if isinstance(node.parent, exp.DataTypeParam | exp.JSONPath):
        return
    around = f"{_shown(node.parent)} ⟶ {node.sql()} is"
    if node.is_string:
        yield f"{around} another", exp.Literal.string("X")
    elif node.is_int:
        for step in (1, -1):
            yield f"{around} {int(node.this) + step}", exp.Literal.number(int(node.this) + step)


def _boolean(node: exp.Boolean) -> Iterator[Mistake]:
    yield f"{_shown(node.parent)} ⟶ {_shown(node)} flipped", exp.Boolean(this=not node.this)


MAKERS: dict[type[exp.Expression], Callable[..., Iterator[Mistake]]] = {
    exp.Connector: _operand,
    exp.Not: _alone,
    exp.Filter: _alone,
    exp.Abs: _alone,
    exp.Neg: _alone,
    exp.Case: _case,
    exp.Coalesce: _coalesce,
    exp.Join: _join,
    exp.Where: _condition,
    exp.Having: _condition,
    exp.Qualify: _condition,
    exp.Select: _select,
    exp.Union: _union,
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Ordered: _ordered,
    exp.Window: lambda node: _without(node, "partition_by"),
    exp.Literal: _literal,
    exp.Boolean: _boolean,
}
