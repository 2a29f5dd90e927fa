"""The template engine: everything but plain text is escaped, and a missing name is an error."""

from __future__ import annotations

import base64
import re
import textwrap
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from reports.figures import DASH, day
from reports.sentences import ILLUSTRATION, VERDICTS, citation_sentence, verdict_label
from reports.views import FAILING

TEMPLATES = Path(__file__).parent / "templates"
TEXT_WIDTH = 76

# A number and its unit stay on one line, except in a cell: tables must fit a phone.
_NUMBER_SPACE = re.compile(r"(?<=\d) (?=(?:%|points|million|billion|days)(?!\w|</td>))")

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_BRACKETS = str.maketrans("<>", "()")

# Controls that could reorder or break up the text around what a partner wrote.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def render(name: str, **context: Any) -> str:
    """The template `name` filled with `context`."""
    rendered = environment().get_template(name).render(**context)
    return _NUMBER_SPACE.sub("&nbsp;", rendered) if name.endswith(".html") else rendered


def inlined(html: str) -> str:
    """A letter whose styles stand at their elements, as mail programs want them."""
    return _inliner().inline(html)


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
    )


@cache
def environment() -> Environment:
    """The one environment every template is rendered in."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=select_autoescape(
            enabled_extensions=("html", "css"), disabled_extensions=("txt",), default=True
        ),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update({"day": day, "clean": clean, "fill": fill, "attribute": attribute})
    made.filters.update({"citation": citation_sentence, "verdict": verdict_label})
    made.filters["as_svg_address"] = as_svg_address
    made.tests["web"] = is_web_address
    made.globals.update(VERDICTS=VERDICTS, FAILING=FAILING, ILLUSTRATION=ILLUSTRATION)
    made.globals.update(DASH=DASH, zip=zip)
    return made


def is_web_address(value: str) -> bool:
    """Whether a link may be made of it; anything else is shown as words."""
    return _WEB_ADDRESS.fullmatch(value) is not None


def attribute(text: str) -> str:
    """A text for an attribute of the letter, where inlining leaves angle brackets unescaped."""
    return clean(text).translate(_BRACKETS)


def clean(text: str) -> str:
    """What others wrote on one line, without control characters."""
    kept = (
        " " if unicodedata.category(character) == "Cc" else character
        for character in text
        if character not in _REORDERING
    )
    return " ".join("".join(kept).split())


def fill(text: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph of the text part, wrapped; `first` begins its first line."""
    filled = textwrap.fill(
        _NUMBER_SPACE.sub("\N{NO-BREAK SPACE}", clean(text)),
        width=TEXT_WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\N{NO-BREAK SPACE}", " ")


def as_svg_address(svg: str) -> str:
    """A drawing as the address of an image, so that the page needs no other file."""
    encoded = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"
