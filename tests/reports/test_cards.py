"""The verdict cards as a page, and the partner's reply beside a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from commitments.model import Cause, Change, Judged, Reply, Verdict, Waiver
from reports.cards import Card, Input, render_cards
from reports.overview import render_overview
from reports.tables import own_table
from tests.reports import arrangements as given
from tests.reports import examples
from tests.reports.test_pages import tags_of

SCRIPT = "<script>alert('reply')</script>"
REPLY = Reply(
    party="ESP", period="2024", author="Ministry", dated=date(2026, 9, 1), text=f"We do. {SCRIPT}"
)
WAIVER = Waiver(
    party="ESP",
    author="Council",
    reason="A flood.",
    starts_on=date(2020, 1, 1),
    ends_on=date(2020, 12, 31),
)
PROMISE = replace(given.DEFENCE_SHARE, replies=(REPLY,), waivers=(WAIVER,))
(SPAIN,) = [item for item in examples.defence_series(PROMISE) if item.party == "ESP"]
SHARE = Input(
    role="value",
    subject="defence-share-gdp",
    period="2024",
    value=Decimal("1.28"),
    unit="percent",
    status="E",
    source="nato-defence-expenditure",
    edition=date(2024, 6, 17),
    file=f"{SCRIPT}.xlsx",
    line=None,
    place="TABLE3!N37",
    row=1,
    sha256="94f4de63",
    due_on=None,
    occurred_on=None,
    note=SCRIPT,
    original=None,
)
CARD = Card(
    commitment=PROMISE,
    party_name="Spain",
    assessment=replace(
        SPAIN,
        verdict=Verdict.UNMET,
        provisional=True,
        fragile=True,
        fragile_reason="recomputed it is 2.00 %: met",
    ),
    arithmetic=("value 1.28 < required 2 (percent)",),
    inputs=(SHARE,),
    changes=(
        Change(
            commitment=SPAIN.commitment,
            arrangement=SPAIN.arrangement,
            party="ESP",
            period="2024",
            from_verdict=Verdict.AT_RISK,
            to_verdict=Verdict.UNMET,
            from_value=Decimal("1.28"),
            to_value=Decimal("1.28"),
            unit="percent",
            cause=Cause.TIME_PASSED,
            as_of=date(2025, 1, 1),
        ),
    ),
    history=(
        Judged(
            judged_on=date(2024, 6, 30),
            verdict=Verdict.AT_RISK,
            value=Decimal("1.28"),
            published_on=date(2024, 6, 17),
        ),
    ),
    outlook=None,
)


def page(card: Card) -> str:
    return render_cards(examples.nato_view(), [card])


def test_a_card_tells_everything_behind_a_verdict() -> None:
    html = page(CARD)
    for told in (
        "Unmet",
        PROMISE.text[:10],
        PROMISE.source.document,
        "value 1.28 &lt; required 2 (percent)",
        "provisional: judged on an estimate",
        "fragile: recomputed it is 2.00&nbsp;%: met",
        "1.28&nbsp;% (estimate)",
        "TABLE3!N37",
        "94f4de63",
        "judged on 2024-06-30: ◆ At risk at 1.28&nbsp;%, by the edition of 2024-06-17",
        "at risk → unmet",
        "A flood.",
        "Reply of Spain",
        "1 September 2026",
    ):
        assert told in html, told


def test_what_others_wrote_is_escaped_on_a_card() -> None:
    html = page(CARD)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
    tags_of(html)


def test_the_same_card_makes_the_same_page_and_has_an_anchor_of_its_own() -> None:
    assert page(CARD) == page(CARD)
    assert f'id="{SPAIN.commitment}-ESP-2024"' in page(CARD)


def test_a_verdict_without_evidence_says_so() -> None:
    assert "nothing received speaks of this obligation" in page(replace(CARD, inputs=()))


def test_a_reply_stands_beside_the_verdict_in_page_and_letter() -> None:
    item = examples.commitment_view(PROMISE, examples.defence_series(PROMISE))
    made = render_overview(examples.nato_view(commitments=(item,)))
    for told in (made.html, made.letter.html, made.letter.text):
        assert "We do." in told
        assert "Reply of Spain" in told
    assert "<script" not in made.html + made.letter.html
    earlier = replace(PROMISE, replies=(replace(REPLY, period="2023"),))
    item = examples.commitment_view(earlier, examples.defence_series(earlier))
    assert "We do." not in render_overview(examples.nato_view(commitments=(item,))).html


def test_a_party_with_a_card_links_to_it() -> None:
    item = examples.commitment_view(PROMISE, examples.defence_series(PROMISE))
    links = {SPAIN.assessment: "nato-verdicts.html#x"}
    made = render_overview(examples.nato_view(commitments=(item,), card_links=links))
    assert '<a href="nato-verdicts.html#x">Spain</a>' in made.html
    assert "nato-verdicts.html" not in made.letter.html


def test_our_own_unmet_promises_stand_first_in_a_short_letter() -> None:
    view = examples.nato_view()
    kept = replace(view.own[0], assessment=replace(view.own[0].assessment, verdict=Verdict.MET))
    unmet = replace(kept, assessment=replace(kept.assessment, verdict=Verdict.UNMET))
    table = own_table([kept, kept, unmet], view, limit=1)
    assert [row.verdict for row in table.rows] == ["unmet"]
    assert table.more == 2
