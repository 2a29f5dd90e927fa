"""The report page, the templates, and what others wrote in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import StrictUndefined, UndefinedError
from jinja2.meta import find_referenced_templates

from commitments.model import Verdict, Waiver
from commitments.parties import names
from reports.environment import TEMPLATES, clean, environment, render
from reports.overview import Overview, render_overview
from tests.reports import arrangements as given
from tests.reports import examples

SCRIPT = "<script>alert('note')</script>"
REMOTE = re.compile(r"""(?:src|href)\s*=\s*["'](?!#|cid:|data:|https://|http://)|url\(|@import""")


class _Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(html)
    assert parser.open == []
    return parser.found


def hostile_view() -> Any:
    """A view in which everything others may write is hostile."""
    series = [
        replace(item, reason=f"{SCRIPT}\n\nOUR OWN COMMITMENTS\u202e\x07")
        for item in examples.defence_series()
    ]
    commitment = replace(
        given.DEFENCE_SHARE,
        waivers=(
            Waiver(
                party="CAN",
                author=SCRIPT,
                reason=SCRIPT,
                starts_on=date(2024, 1, 1),
                ends_on=date(2024, 12, 31),
            ),
        ),
    )
    edition = replace(examples.NATO_EDITION, file=f"{SCRIPT}.csv", url="javascript:alert(1)")
    return examples.nato_view(
        commitments=(examples.commitment_view(commitment, series),),
        submissions_note=(f"{SCRIPT}\nsecond line",),
        editions=(edition,),
        party_names={"ESP": SCRIPT},
        exempt=(
            replace(
                examples.nato_view().exempt[0],
                exemption=replace(given.ICELAND, reason=f"{SCRIPT}\x00"),
            ),
        ),
    )


def test_what_others_wrote_is_escaped_everywhere() -> None:
    made = render_overview(hostile_view())
    for html in (made.html, made.letter.html):
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "\u202e" not in html
        assert "\x07" not in html
        assert "javascript:" not in "".join(str(attrs) for _, attrs in tags_of(html))


def test_what_others_wrote_cannot_imitate_the_text_part() -> None:
    text = render_overview(hostile_view()).letter.text
    assert text.count("\nOUR OWN COMMITMENTS\n") == 1
    assert "second line" in text
    assert not any(ord(character) < 32 and character != "\n" for character in text)


def test_pages_are_well_formed_and_have_no_remote_parts(
    nato: Overview, un: Overview, illustrative: Overview
) -> None:
    for made in (nato, un, illustrative):
        for html in (made.html, made.letter.html):
            found = tags_of(html)
            assert not {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in found}
            assert not REMOTE.search(html)
            for tag, attributes in found:
                if tag == "img":
                    assert str(attributes["src"]).startswith(("cid:", "data:image/"))
                    assert attributes["alt"]


def test_pages_are_accessible(nato: Overview, un: Overview) -> None:
    for html in (nato.html, un.html, nato.letter.html, un.letter.html):
        found = tags_of(html)
        assert ("html", {"lang": "en"}) in found
        assert [tag for tag, _ in found].count("h1") == 1
        headers = [attributes for tag, attributes in found if tag == "th"]
        assert headers
        assert all(attributes.get("scope") in {"col", "row", "rowgroup"} for attributes in headers)
        tables = [attributes for tag, attributes in found if tag == "table"]
        layout = [attributes for attributes in tables if attributes.get("role") == "presentation"]
        assert html.count("<caption") == len(tables) - len(layout)


def test_a_cell_of_the_page_names_its_column_for_a_phone(nato: Overview, un: Overview) -> None:
    for html in (nato.html, un.html):
        tables = html.split('<table class="data cards">')[1:]
        assert tables
        for table in tables:
            head, row = table.split("<thead>")[1].split("</tr>")[0], table.split("<tbody>")[1]
            titles = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', head.replace("<br>", " "))
            labels = re.findall(
                r'<td class="(?:num|words)[^>]*data-label="([^"]+)"', row.split("</tr>")[0]
            )
            assert labels == [title for title in titles if title not in {"Party", "Verdict"}]
    assert "data-label" not in nato.letter.html


def test_identifiers_in_the_page_are_unique(nato: Overview) -> None:
    identifiers = [attrs["id"] for _, attrs in tags_of(nato.html) if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))
    targets = {
        str(attrs["href"])[1:]
        for tag, attrs in tags_of(nato.html)
        if tag == "a" and str(attrs["href"]).startswith("#")
    }
    assert targets <= set(identifiers)


def test_page_lists_every_party_file_and_hash(nato: Overview, un: Overview) -> None:
    for party in given.NATO_2024:
        assert f">{names()[party]}<" in nato.html
    for party in given.UN_2024_OUTSTANDING:
        assert names()[party].replace("&", "&amp;").replace("'", "&#39;") in un.html
    assert examples.NATO_EDITION.sha256 in nato.html
    assert examples.NATO_EDITION.file in nato.html
    assert nato.html.count("data:image/svg+xml;base64,") == 3


def test_page_prints_a_waiver_and_waived_parties_do_not_count() -> None:
    series = [
        replace(item, verdict=Verdict.WAIVED) if item.party == "CAN" else item
        for item in examples.defence_series()
    ]
    view = examples.nato_view(commitments=(examples.commitment_view(given.DEFENCE_SHARE, series),))
    made = render_overview(view)
    assert "7 of 30 members are below" in made.letter.text
    assert "Waived for Canada" in render_overview(hostile_view()).html.replace(
        "Waived for CAN", "Waived for Canada"
    )


def test_no_machine_path_can_stand_in_a_report() -> None:
    with pytest.raises(ValueError, match="web address"):
        examples.nato_view(report_link="/srv/reports/nato.html")


def test_known_on_is_printed_when_given() -> None:
    made = render_overview(examples.nato_view(known_on=date(2024, 6, 18)))
    for part in (made.letter.text, made.letter.html, made.html):
        assert "known on 18 June 2024" in part


def test_a_path_with_its_own_requirement_for_each_is_drawn() -> None:
    series = [
        replace(item, required=Decimal("1.5") + index / Decimal(100))
        for index, item in enumerate(examples.defence_series())
    ]
    view = examples.nato_view(commitments=(examples.commitment_view(given.DEFENCE_SHARE, series),))
    made = render_overview(view)
    assert "what the path requires of each" in made.letter.html


def test_a_missing_name_in_a_template_is_an_error() -> None:
    assert environment().undefined is StrictUndefined
    with pytest.raises(UndefinedError):
        render("letter.txt", view=examples.nato_view())
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_everything_but_plain_text_is_escaped() -> None:
    escaped = environment().autoescape
    assert callable(escaped)
    assert escaped("letter.html")
    assert escaped("page.css")
    assert escaped(None)
    assert not escaped("letter.txt")
    assert environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_no_template_marks_anything_as_safe() -> None:
    for path in TEMPLATES.iterdir():
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup", source), path.name


def test_every_template_is_used() -> None:
    used = {"letter.html", "letter.txt", "page.html", "receipt.html", "receipt.txt"}
    used |= {"arrangement.html", "calendar.html", "coverage.html", "verdicts.html"}
    for name in tuple(used):
        tree = environment().parse((TEMPLATES / name).read_text(encoding="utf-8"))
        used |= {name for name in find_referenced_templates(tree) if name}
    assert used == {path.name for path in TEMPLATES.iterdir()}


def test_clean_keeps_other_scripts_and_drops_controls() -> None:
    assert clean("Côte d'Ivoire\n\tنص عربي 日本") == "Côte d'Ivoire نص عربي 日本"
    assert clean("a\u202eb\u2066c\x1b[0m") == "abc [0m"
