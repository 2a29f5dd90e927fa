"""The overview of one arrangement: the report page, and the letter that brings it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from reports.burdens import burden_section
from reports.casework import casework_section
from reports.changes import changes_told
from reports.charts import Chart, chart_of, history_chart, picture
from reports.environment import inlined, render
from reports.facts import facts_of
from reports.headlines import headline, subject
from reports.letters import LONGEST_HTML_BYTES, Attachment, InlineImage, Letter, check_size
from reports.method import (
    due_sentences,
    grouped_editions,
    grouped_exemptions,
    kept_label,
    latest_label,
    method_sentences,
    pace_sentences,
)
from reports.outlook_table import outlook_table
from reports.rounds import round_sentences
from reports.tables import Table, full_table, own_table, period_table, unmet_table
from reports.views import CommitmentView, OverviewView

# Rows of each table and list of the letter: the first number that keeps it within its size.
ROW_LIMITS = (12, 8, 5, 3, 1)
NO_LIMIT = 100_000


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A self-contained page, and the letter with that page attached."""

    html: str
    letter: Letter


@dataclass(frozen=True, kw_only=True)
class UnmetSection:
    """An unmet commitment in the letter; `same_as` names one with the very same rows."""

    item: CommitmentView
    table: Table
    same_as: str | None
    chart: Chart | None


@dataclass(frozen=True, kw_only=True)
class PageSection:
    """A commitment in the page: every party, and its charts."""

    item: CommitmentView
    table: Table | None
    charts: tuple[Chart, ...]
    outlook: Table | None
    by_period: Table | None


def render_overview(view: OverviewView, *, attached: Sequence[Attachment] = ()) -> Overview:
    """Page and letter of one view; the same view makes the same bytes.

    The page is attached to the letter, and what else is `attached` goes with it.

    Raises:
        ReportError: when the letter cannot be kept within its size.
    """
    facts = facts_of(view)
    chart = chart_of(view.lead, view) if view.lead else None
    content_id = f"chart-{sha256(facts.encode()).hexdigest()[:16]}@pledgewatch"
    html, text = _parts(view, chart=chart, content_id=content_id)
    page = render("page.html", **_told(view, limit=NO_LIMIT) | _of_the_page(view))
    name = f"{view.arrangement.id}-overview-{view.as_of.isoformat()}.html"
    letter = Letter(
        arrangement=view.arrangement.id,
        subject=subject(view),
        text=text,
        html=html,
        images=_images(chart, content_id=content_id),
        attachments=(Attachment(name=name, content=page.encode()), *attached),
        facts=facts,
    )
    return Overview(html=page, letter=letter)


def _images(chart: Chart | None, *, content_id: str) -> tuple[InlineImage, ...]:
    return (InlineImage(content_id=content_id, png=picture(chart)),) if chart else ()


def _parts(view: OverviewView, *, chart: Chart | None, content_id: str) -> tuple[str, str]:
    """HTML and text with the most rows that fit; both say the same."""
    for limit in ROW_LIMITS:
        context = _told(view, limit=limit) | {
            "sections": _unmet_sections(view, chart=chart, limit=limit),
            "more_sections": _more([item for item in view.commitments if item.unmet], limit),
            "content_id": content_id,
        }
        html = inlined(render("letter.html", **context))
        if len(html.encode("utf-8")) <= LONGEST_HTML_BYTES:
            break
    check_size(html, arrangement=view.arrangement.id)
    return html, render("letter.txt", **context)


def _told(view: OverviewView, *, limit: int) -> dict[str, object]:
    """What letter and page both tell."""
    return {
        "view": view,
        "subject": subject(view),
        "headline": headline(view),
        "changes": changes_told(view, limit=limit),
        "editions": view.editions[:limit],
        "sources": grouped_editions(view.editions)[:limit],
        "more_sources": _more(grouped_editions(view.editions), limit),
        "rounds": round_sentences(view, limit=limit),
        "own": own_table(view.own, view, limit=limit) if view.own else None,
        "due": due_sentences(view),
        "exemptions": grouped_exemptions(view),
        "method": method_sentences(view),
        "latest_label": latest_label,
        "kept": kept_label,
    }


def _of_the_page(view: OverviewView) -> dict[str, object]:
    return {
        "sections": _page_sections(view),
        "burden": burden_section(view),
        "casework": casework_section(view),
        "method": (*method_sentences(view), *pace_sentences(view)),
    }


def _more(items: Sequence[object], limit: int) -> int:
    return max(len(items) - limit, 0)


def _unmet_sections(
    view: OverviewView, *, chart: Chart | None, limit: int
) -> tuple[UnmetSection, ...]:
    sections: list[UnmetSection] = []
    for item in [item for item in view.commitments if item.unmet][:limit]:
        table = unmet_table(item, view, limit=limit)
        same = [one for one in sections if one.table.facts() == table.facts()]
        sections.append(
            UnmetSection(
                item=item,
                table=table,
                same_as=same[0].item.commitment.title if same else None,
                chart=chart if item is view.lead else None,
            )
        )
    return tuple(sections)


def _page_sections(view: OverviewView) -> tuple[PageSection, ...]:
    return tuple(
        PageSection(
            item=item,
            table=full_table(item, view) if item.series else None,
            charts=_charts(item, view),
            outlook=outlook_table(item, view),
            by_period=period_table(item, view),
        )
        for item in view.commitments
    )


def _charts(item: CommitmentView, view: OverviewView) -> tuple[Chart, ...]:
    """The main chart, and the counts by period where there is more than one to compare."""
    main = chart_of(item, view) if item.series else None
    counts = history_chart(item) if len(item.history) > 1 else None
    drawn: Sequence[Chart | None] = (main, counts)
    found = [chart for chart in drawn if chart is not None]
    return tuple(found[:1] if len(found) == 2 and found[0] == found[1] else found)
