"""Data Docs pages that stand alone: no script, style or picture is fetched from anywhere.

    <docs>/index.html                                          the sources
    <docs>/validations/<source>/index.html                     the latest audits of a source
    <docs>/validations/<source>/<received on>-<submission>.html   one audit

Great Expectations' own site builder deletes the pages of validations it does not hold and needs
the internet to show its index; so it renders the page and the folder is kept here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.render.renderer import ValidationResultsPageRenderer
from great_expectations.render.view import DefaultJinjaPageView

LATEST = 200

_FETCHED = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<footer\b.*?</footer>|<title>.*?</title>"
    r"|<link\b[^>]*>|<img\b[^>]*>",
    re.DOTALL,
)
_SUITE_LINK = re.compile(r'<a href="[^"]*expectations/[^"]*"\s*>(.*?)</a>', re.DOTALL)
_HOME_LINK = re.compile(r'href="(\.\./)+index\.html"')
_TITLE = re.compile(r"<title>(.*?)</title>")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What a page is about; `source` and `submission` become parts of its address."""

    source: str
    submission: str
    received_on: date
    rules_failed: int

    @property
    def title(self) -> str:
        """One line for the top of the window and for the index."""
        rules = "rule" if self.rules_failed == 1 else "rules"
        outcome = f"{self.rules_failed} {rules} not kept" if self.rules_failed else "all rules kept"
        return f"{self.received_on} · {self.source} · submission {self.submission} · {outcome}"


def write_page(
    validation: ExpectationSuiteValidationResult, *, docs: Path, heading: Heading
) -> Path:
    """Write the page of one validation and list it in the index; earlier pages stay."""
    folder = docs / "validations" / heading.source
    page = folder / f"{heading.received_on}-{heading.submission}.html"
    _replace(page, _render(validation, title=heading.title))
    _replace(folder / "index.html", _list_audits(folder, source=heading.source))
    _replace(docs / "index.html", _list_sources(docs / "validations"))
    return page


def _render(validation: ExpectationSuiteValidationResult, *, title: str) -> str:
    document = ValidationResultsPageRenderer().render(validation)
    fetching = DefaultJinjaPageView().render(document, show_how_to_buttons=False)
    alone = _HOME_LINK.sub('href="index.html"', _SUITE_LINK.sub(r"\1", _FETCHED.sub("", fetching)))
    return alone.replace("<head>", f"<head>{_head(title)}", 1)


def _list_audits(folder: Path, *, source: str) -> str:
    pages = sorted((item.name for item in folder.glob("*-*-*-*.html")), reverse=True)[:LATEST]
    rows = ((name, _read_title(folder / name)) for name in pages)
    return _list_page(f"Audits of source {source}", rows)


def _list_sources(folder: Path) -> str:
    sources = sorted(item.name for item in folder.iterdir() if item.is_dir())
    rows = ((f"validations/{source}/index.html", source) for source in sources)
    return _list_page("Data quality, by source", rows)


def _list_page(title: str, links: Iterable[tuple[str, str]]) -> str:
    items = "\n".join(f'<li><a href="{escape(to)}">{escape(text)}</a></li>' for to, text in links)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>{_head(title)}</head>\n'
        f"<body>\n<h4>{escape(title)}</h4>\n<ul>\n{items}\n</ul>\n</body>\n</html>\n"
    )


def _read_title(page: Path) -> str:
    with page.open(encoding="utf-8") as lines:
        found = _TITLE.search(lines.read(1000))
    return found.group(1) if found else page.stem


def _head(title: str) -> str:
    return f'<meta charset="UTF-8"><title>{escape(title)}</title>\n<style>\n{_style()}</style>\n'


@cache
def _style() -> str:
    return (Path(__file__).parent / "pages.css").read_text(encoding="utf-8")


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
