"""Reviewed YAML files read into pydantic models, with every mistake at its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode

from commitments.errors import Mistake

_OURS = "Value error, "
LARGEST_FILE_BYTES = 1_000_000

Model = TypeVar("Model", bound="ReviewedModel")


class ReviewedModel(BaseModel):
    """Base of everything people write in YAML: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyedError(ValueError):
    """A mistake of a whole mapping; `at` leads to what is to be mended in it."""

    def __init__(self, message: str, *at: str | int) -> None:
        super().__init__(message)
        self.at = at


class _Constructor(RoundTripConstructor):
    """Leaves a date that does not exist as text, so that it is told with the other mistakes."""

    def construct_yaml_timestamp(
        self, node: ScalarNode, values: dict[str, str | None] | None = None
    ) -> Any:
        """A date or time as YAML knows it, or the text as it stands."""
        try:
            return super().construct_yaml_timestamp(node, values)
        except ValueError:
            return str(node.value)


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_yaml_timestamp)


def _parse(text: str) -> Any:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    return yaml.load(StringIO(text))


def load_models(
    paths: Iterable[Path], model: type[Model]
) -> tuple[list[tuple[Path, Model]], list[Mistake]]:
    """Read each file as one `model`; files that are wrong are told as mistakes, all of them."""
    loaded: list[tuple[Path, Model]] = []
    mistakes: list[Mistake] = []
    for path in sorted(paths):
        outcome = _load_one(path, model)
        if isinstance(outcome, list):
            mistakes.extend(outcome)
        else:
            loaded.append((path, outcome))
    return loaded, mistakes


def _load_one(path: Path, model: type[Model]) -> Model | list[Mistake]:
    shown = _shown(path)
    text = _read(path)
    if isinstance(text, str) and not text.strip():
        return [Mistake(shown, 0, "the file is empty; write the keys or delete the file")]
    try:
        tree = _parse(text) if isinstance(text, str) else text
    except MarkedYAMLError as error:
        return [_yaml_mistake(shown, error)]
    except YAMLError as error:
        return [Mistake(shown, 0, f"not readable as YAML: {str(error).splitlines()[0]}")]
    except RecursionError:
        return [Mistake(shown, 0, "nested too deeply to be read; the register needs a few levels")]
    if isinstance(tree, Mistake):
        return [tree]
    if not isinstance(tree, CommentedMap):
        return [Mistake(shown, 1, "expected a mapping of keys to values at the top of the file")]
    return _validated(shown, tree, model)


def _read(path: Path) -> str | Mistake:
    if path.stat().st_size > LARGEST_FILE_BYTES:
        return Mistake(_shown(path), 0, f"larger than {LARGEST_FILE_BYTES} bytes; split the file")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return Mistake(_shown(path), 0, f"not UTF-8 text at byte {error.start}; save it as UTF-8")


def _validated(shown: str, tree: CommentedMap, model: type[Model]) -> Model | list[Mistake]:
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        return [
            Mistake(shown, _line(tree, _location(details)), _sentence(details))
            for details in error.errors(include_url=False)
        ]


def _location(details: Any) -> tuple[str | int, ...]:
    error = details.get("ctx", {}).get("error")
    return (*details["loc"], *(error.at if isinstance(error, KeyedError) else ()))


def line_of(path: Path, location: Sequence[str | int]) -> int:
    """The line (from 1) of a key such as `("members", 3, "party")` in a YAML file."""
    tree = _parse(path.read_text(encoding="utf-8"))
    return _line(tree, location)


def mistake_at(path: Path, location: Sequence[str | int], message: str) -> Mistake:
    """A mistake found by a check across files, placed at a key of one of them."""
    return Mistake(_shown(path), line_of(path, location), message)


def _shown(path: Path) -> str:
    """The last three parts of a path: enough to find it, nothing of the machine."""
    return "/".join(path.parts[-3:])


def _line(tree: Any, location: Sequence[str | int]) -> int:
    line, node = int(tree.lc.line), tree
    for part in location:
        if isinstance(node, CommentedMap) and part in (node.lc.data or ()):
            line = int(node.lc.key(part)[0])
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = int(node.lc.item(part)[0])
        else:
            continue  # a union's tag, a merged key, or one that is missing: the line of its holder
        node = node[part]
    return line + 1


def _sentence(details: Any) -> str:
    where = ".".join(str(part) for part in details["loc"]) or "the file"
    if details["type"] == "missing":
        return f"{where} is missing; add it"
    if details["type"] == "extra_forbidden":
        return f"{where} is not a key we know; check its spelling or remove it"
    message = str(details["msg"]).removeprefix(_OURS)
    if isinstance(details["input"], CommentedMap):
        return f"{where}: {message}" if details["loc"] else message
    return f"{where}: {message}, got {_short(details['input'])}"


def _short(value: object) -> str:
    text = str(value) if isinstance(value, CommentedSeq) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _yaml_mistake(shown: str, error: MarkedYAMLError) -> Mistake:
    line = error.problem_mark.line + 1 if error.problem_mark else 0
    problem = str(error.problem or error.context).splitlines()[0]
    return Mistake(shown, line, f"not readable as YAML: {problem}")
