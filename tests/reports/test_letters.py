"""What a letter says, how large it may be, and when it is news."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

import pytest

from commitments.model import Assessment, Cause, Timeliness, Verdict
from reports.errors import ReportError
from reports.facts import facts_of
from reports.headlines import LONGEST_SUBJECT, subject
from reports.letters import (
    LONGEST_HTML_BYTES,
    LONGEST_IMAGE_BYTES,
    Attachment,
    Letter,
    compose,
    content_hash,
)
from reports.overview import Overview, render_overview
from reports.views import OverviewView
from tests.reports import arrangements as given
from tests.reports import examples

DAY = date(2024, 6, 30)
TO = ("nato-desk@pledgewatch.example", "second-desk@pledgewatch.example")
FROM = "pledgewatch@pledgewatch.example"


def composed(letter: Letter, **given_: Any) -> EmailMessage:
    plain: dict[str, Any] = {"sender": FROM, "recipients": TO, "as_of": DAY, "audience": "nato"}
    return compose(letter, **(plain | given_))


def with_share(party: str, **changed: Any) -> Letter:
    """The NATO letter with one assessment of the 2 % commitment changed."""
    return render_overview(share_view(party, **changed)).letter


@pytest.mark.parametrize("name", ["nato", "un", "illustrative"])
def test_letters_equal_their_golden_files(
    name: str, request: pytest.FixtureRequest, check_golden: Callable[[str, str], None]
) -> None:
    letter: Letter = request.getfixturevalue(name).letter
    check_golden(f"{letter.arrangement}.txt", f"Subject: {letter.subject}\n\n{letter.text}")
    check_golden(f"{letter.arrangement}.html", letter.html)


def test_same_view_makes_same_bytes() -> None:
    first, second = (render_overview(examples.nato_view()) for _ in range(2))
    assert first == second
    assert composed(first.letter).as_bytes() == composed(second.letter).as_bytes()


def test_text_part_names_every_party_of_the_html_tables(nato: Overview, un: Overview) -> None:
    for letter in (nato.letter, un.letter):
        names = re.findall(r'<th class="who"[^>]*>([^<]+)<', letter.html)
        assert len(names) > 8
        for name in names:
            assert f"- {name}" in letter.text


def test_un_letter_shows_the_largest_amounts_and_counts_the_rest(un: Overview) -> None:
    assert "Mexico" in un.letter.text
    assert "Grenada" not in un.letter.text
    assert "and 29 more in the attached report" in un.letter.text
    assert "And 29 more in the attached report" in un.letter.html
    assert "Grenada" in un.letter.attachments[0].content.decode()


def test_an_amount_that_is_unknown_is_not_published_never_zero(un: Overview) -> None:
    row = un.letter.text.split("- Mexico: ")[1].split("\n  - ")[0]
    assert "delivered not published, owed $38.5" in " ".join(row.split())
    assert "$0" not in un.letter.text
    cells = re.findall(r">Mexico</th>\s*<td[^>]*>([^<]*)</td>", un.letter.html)
    assert cells == ["not published"]


def test_estimates_are_marked_in_both_parts(nato: Overview) -> None:
    assert "1.28&nbsp;e</td>" in nato.letter.html.replace("\u00a0", "&nbsp;")
    assert "value 1.28 % (estimate)" in nato.letter.text
    assert "(2024e)" in nato.letter.text


def test_illustrative_data_are_labelled_wherever_used(
    nato: Overview, illustrative: Overview
) -> None:
    for part in (nato.letter.text, nato.letter.html, nato.html):
        assert "Includes illustrative data: what is marked “illustrative” is invented" in " ".join(
            part.split()
        )
        assert "Illustrative. Every equipment request" in " ".join(part.split())
    for part in (illustrative.letter.html, illustrative.html):
        assert "<strong>Illustrative.</strong>" in part
    assert illustrative.letter.text.count("ILLUSTRATIVE. This arrangement") == 1
    assert illustrative.letter.subject.startswith("Illustrative: ")


def test_a_letter_without_illustrative_data_does_not_mention_them() -> None:
    share = examples.commitment_view(given.DEFENCE_SHARE, examples.defence_series())
    view = examples.nato_view(
        commitments=(share,), own=(), editions=(examples.NATO_EDITION,), submissions_note=()
    )
    made = render_overview(view)
    assert "llustrative" not in made.letter.html + made.letter.text + made.html


def test_open_cases_are_told_and_not_called_an_estimate(
    nato: Overview, illustrative: Overview
) -> None:
    for made in (nato, illustrative):
        for part in (made.letter.text, made.letter.html, made.html):
            said = " ".join(part.replace("&nbsp;", " ").split())
            assert "2 undecided" in said
            assert not re.search(r"2024-H1 (e|\(estimate\))|83\.33 ?%? e\b", said)
    assert "estimate" not in illustrative.letter.text


def test_each_source_is_credited_once_with_all_its_editions(nato: Overview) -> None:
    earlier = replace(examples.NATO_EDITION, published_on=date(2023, 7, 7), sha256="11" * 32)
    view = examples.nato_view(editions=(examples.NATO_EDITION, earlier), own=())
    made = render_overview(view)
    for part in (made.letter.text, made.letter.html):
        said = " ".join(part.split())
        assert said.count(examples.NATO_EDITION.licence) == 1
        assert "published 7 July 2023 and 17 June 2024" in said
    assert earlier.sha256 in made.html


def test_what_was_not_reported_before_is_not_read_as_kept() -> None:
    silent = ("2023", ((Verdict.NO_DATA, 31),))
    partly = ("2022", ((Verdict.MET, 1), (Verdict.UNMET, 2), (Verdict.NO_DATA, 28)))
    share = examples.nato_view().commitments[1]
    for history, said in (
        ((silent,), None),
        ((partly, silent), "In 2022 it was 2 of 31, with no figure for 28."),
    ):
        told = replace(share, history=(*history, share.history[-1]))
        text = render_overview(examples.nato_view(commitments=(told,))).letter.text
        assert "In 2023 it was" not in text
        assert said is None or said in " ".join(text.split())


def test_no_figure_is_rounded_onto_its_target() -> None:
    letter = with_share(
        "SVK", verdict=Verdict.AT_RISK, value=Decimal("1.9995"), gap=Decimal("0.0005")
    )
    row = letter.text.split("- Slovakia")[1].split("\n  - ")[0]
    assert "value 1.9995 % (estimate), required 2.0000 %, gap 0.0005 points" in " ".join(
        row.split()
    )


def test_a_repeated_table_is_named_instead_of_printed_twice() -> None:
    vilnius = examples.commitment_view(given.DEFENCE_SHARE, examples.defence_series())
    again = replace(given.DEFENCE_SHARE, id="nato-again", title="At least 2 % again")
    repeated = examples.commitment_view(again, examples.defence_series(again))
    letter = render_overview(examples.nato_view(commitments=(vilnius, repeated), own=())).letter
    assert letter.text.count("- Spain") == 1
    assert "same figures as under “At least 2 % of GDP on defence”" in " ".join(letter.text.split())


def test_the_first_judgement_says_so_instead_of_listing_everything() -> None:
    view = examples.nato_view(is_first=True)
    made = render_overview(view)
    for part in (made.letter.text, made.letter.html, made.html):
        assert "This is the first judgement" in part
        assert "revised evidence" not in part
    assert "change" not in made.letter.subject


def test_no_changes_are_said_to_be_none() -> None:
    letter = render_overview(examples.nato_view(changes=())).letter
    assert "Nothing has changed since the last judgement." in letter.text


def test_due_silent_and_exempt_are_told(nato: Overview) -> None:
    text = " ".join(nato.letter.text.split())
    assert "Reach 3.5 % of GDP on core defence by 2035: no period with figures yet" in text
    assert "to be reviewed by 31 December 2029" in text
    assert "Exempt: Iceland, from “At least 2 % of GDP on defence”; “At least 20 %" in text


def test_a_party_exempt_from_everything_is_told_so() -> None:
    view = examples.nato_view()
    shown = [item.commitment for item in view.exempt]
    kept = tuple(item for item in view.commitments if item.commitment in shown)
    text = render_overview(replace(view, commitments=kept)).letter.text
    assert "Exempt: Iceland, from every commitment of this arrangement." in " ".join(text.split())


def test_silent_parties_are_counted_and_named() -> None:
    quiet = [
        replace(item, verdict=Verdict.NO_DATA, value=None, gap=None, gap_usd=None)
        if item.party in {"ALB", "MNE"}
        else item
        for item in examples.defence_series()
    ]
    share = examples.commitment_view(given.DEFENCE_SHARE, quiet, silent=2, silent_period="2024")
    letter = render_overview(examples.nato_view(commitments=(share,))).letter
    assert "2 parties have given no figure for 2024: Albania, Montenegro." in " ".join(
        letter.text.split()
    )


# --- size ---------------------------------------------------------------------------------------


def test_parts_stay_within_what_mail_programs_show(
    nato: Overview, un: Overview, illustrative: Overview
) -> None:
    for made in (nato, un, illustrative):
        assert len(made.letter.html.encode()) <= LONGEST_HTML_BYTES
        assert all(len(image.png) <= LONGEST_IMAGE_BYTES for image in made.letter.images)
    assert len(nato.letter.images) == len(un.letter.images) == 1


def hash_of(view: OverviewView) -> str:
    """The hash of the letter a view would make."""
    return content_hash(
        Letter(
            arrangement=view.arrangement.id,
            subject="",
            text="",
            html="",
            images=(),
            attachments=(),
            facts=facts_of(view),
        )
    )


def share_view(party: str, **changed: Any) -> OverviewView:
    """NATO with one assessment of the 2 % commitment changed."""
    series = [
        replace(item, **changed) if item.party == party else item
        for item in examples.defence_series()
    ]
    share = examples.commitment_view(given.DEFENCE_SHARE, series)
    return examples.nato_view(commitments=(share,))


def crowded(count: int, *, words: int) -> Letter:
    """A letter about `count` commitments with all members failing and long titles."""
    views = []
    for index in range(count):
        commitment = replace(
            given.DEFENCE_SHARE, id=f"c-{index}", title=f"{index} " + "word " * words
        )
        series = [
            examples.share_assessment(commitment, party, f"0.{index + 10}", "1000")
            for party in given.NATO_2024
        ]
        views.append(examples.commitment_view(commitment, series))
    return render_overview(examples.nato_view(commitments=tuple(views))).letter


def test_a_crowded_letter_shows_fewer_rows_and_still_fits() -> None:
    letter = crowded(14, words=60)
    assert len(letter.html.encode()) <= LONGEST_HTML_BYTES
    assert re.search(r"And \d+ more commitments in the attached report", letter.html)
    assert re.search(r"And \d+ more commitments in the attached report", letter.text)


def test_a_letter_that_cannot_fit_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ReportError, match="must stay within 75000 bytes"):
        crowded(40, words=400)


# --- what is news -------------------------------------------------------------------------------


def test_the_day_of_the_report_is_not_news(nato: Overview) -> None:
    later = render_overview(examples.nato_view(as_of=date(2024, 7, 1))).letter
    assert later.text != nato.letter.text
    assert content_hash(later) == content_hash(nato.letter)


def test_days_late_that_grow_with_the_calendar_are_not_news(un: Overview) -> None:
    def a_day_older(item: Assessment) -> Assessment:
        return replace(item, days_late=(item.days_late or 0) + 1)

    dues = examples.un_commitment()
    series = [a_day_older(i) if i.verdict is Verdict.UNMET else i for i in dues.series]
    own = replace(examples.un_view().own[0], assessment=a_day_older(dues.unmet[0]))
    older = examples.commitment_view(given.REGULAR_BUDGET, series, history=dues.history[:1])
    letter = render_overview(examples.un_view(commitments=(older,), own=(own,))).letter
    assert "343" in letter.text
    assert content_hash(letter) == content_hash(un.letter)


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": Verdict.OFF_TRACK},
        {"value": Decimal("1.8067")},
        {"value": None},
        {"gap_usd": Decimal(1)},
        {"provisional": False},
        {"timeliness": Timeliness.LATE},
        {"kept_on": date(2024, 3, 1)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_changed_assessment_is_news(changed: dict[str, Any]) -> None:
    assert hash_of(share_view("HRV", **changed)) != hash_of(share_view("HRV"))


def test_an_equal_value_in_another_precision_is_not_news() -> None:
    longer = share_view("HRV", value=Decimal("1.806600000000000000"))
    assert hash_of(longer) == hash_of(share_view("HRV"))


@pytest.mark.parametrize(
    "changed",
    [
        {"register_version": "another"},
        {"editions": (replace(examples.NATO_EDITION, sha256="00" * 32),)},
        {"editions": (replace(examples.NATO_EDITION, published_on=date(2024, 6, 18)),)},
        {"changes": examples.nato_changes()[1:]},
        {"changes": (replace(examples.nato_changes()[0], cause=Cause.TIME_PASSED),)},
        {"own": ()},
    ],
    ids=["register", "file", "published", "fewer changes", "cause", "own"],
)
def test_changed_material_is_news(changed: dict[str, Any], nato: Overview) -> None:
    assert hash_of(examples.nato_view(**changed)) != content_hash(nato.letter)


def test_a_period_that_begins_is_not_news_and_one_that_falls_silent_is() -> None:
    def after(verdict: Verdict) -> str:
        share = examples.nato_view().commitments[1]
        history = (*share.history, ("2025", ((verdict, 31), (Verdict.WAIVED, 1))))
        return hash_of(examples.nato_view(commitments=(replace(share, history=history),)))

    share = examples.nato_view().commitments[1]
    assert after(Verdict.PENDING) == hash_of(examples.nato_view(commitments=(share,)))
    assert after(Verdict.NO_DATA) != after(Verdict.PENDING)


def test_notes_on_submissions_are_not_news(nato: Overview) -> None:
    view = examples.nato_view(submissions_note=("2 rows set aside.",))
    assert hash_of(view) == content_hash(nato.letter)


# --- subject ------------------------------------------------------------------------------------


def test_subjects_say_the_news(nato: Overview, un: Overview, illustrative: Overview) -> None:
    assert nato.letter.subject == (
        "NATO: 8 of 31 members below 2 % of GDP on defence; 3 changes - figures of 17 June 2024"
    )
    assert un.letter.subject.startswith("UN: 41 of 193 members yet to deliver: regular budget dues")
    assert "unmet by us" in illustrative.letter.subject


def test_a_change_of_an_earlier_day_is_not_announced_again() -> None:
    later = examples.nato_view(as_of=examples.NATO_DAY + timedelta(days=200))
    made = render_overview(later).letter
    assert "change" not in made.subject
    for part in (made.text, made.html):
        assert "Found on 30 June 2024; no verdict has moved since." in part


@pytest.mark.parametrize("name", ["nato", "un", "illustrative"])
def test_a_subject_reaches_the_reader_as_it_was_written(
    name: str, request: pytest.FixtureRequest
) -> None:
    letter: Letter = request.getfixturevalue(name).letter
    sent = message_from_bytes(composed(letter).as_bytes(policy=SMTP), policy=SMTP)
    handed_on = message_from_bytes(sent.as_bytes(policy=SMTP), policy=default)
    assert handed_on["Subject"] == letter.subject


def test_subjects_stay_within_their_length() -> None:
    long = replace(given.DEFENCE_SHARE, title="At least " + "very long words " * 20)
    share = examples.commitment_view(long, examples.defence_series(long))
    for view in (
        examples.nato_view(),
        examples.un_view(),
        examples.illustrative_view(),
        examples.nato_view(commitments=(share,)),
        examples.nato_view(commitments=()),
    ):
        assert len(subject(view)) <= LONGEST_SUBJECT


def test_subject_when_nothing_is_judged_or_nothing_unmet() -> None:
    assert subject(examples.nato_view(commitments=())).startswith("NATO: nothing judged yet")
    kept = [i for i in examples.defence_series() if i.verdict is Verdict.ON_TRACK]
    share = examples.commitment_view(given.DEFENCE_SHARE, kept)
    made = render_overview(examples.nato_view(commitments=(share,)))
    assert made.letter.subject.startswith("NATO: nothing unmet, off track or at risk")
    assert "None in the latest period judged." in made.letter.text


# --- the message --------------------------------------------------------------------------------


def test_message_has_text_html_image_and_report(nato: Overview) -> None:
    message = message_from_bytes(composed(nato.letter).as_bytes(policy=SMTP), policy=default)
    types = [part.get_content_type() for part in message.walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "text/html",
    ]
    content = {
        part["Content-ID"]: part
        for part in message.walk()
        if part.get_content_type() == "image/png"
    }
    (content_id,) = content
    assert f'src="cid:{content_id[1:-1]}"' in nato.letter.html
    assert re.search(r'<img[^>]* alt="At least 2[^"]+Spain 1\.28', nato.letter.html)
    attachment = next(iter(message.iter_attachments()))
    assert attachment.get_filename() == "nato-overview-2024-06-30.html"
    assert attachment.get_content().replace("\r\n", "\n") == nato.html


def test_message_headers_come_from_the_letter_alone(nato: Overview) -> None:
    message = composed(nato.letter)
    assert message["Date"] == "Sun, 30 Jun 2024 00:00:00 +0000"
    assert message["Subject"] == nato.letter.subject
    assert message["X-Pledgewatch-Letter"].startswith("2024-06-30-nato-")
    assert message["Message-ID"] == f"<{message['X-Pledgewatch-Letter']}@pledgewatch.example>"
    other = composed(nato.letter, audience="other")
    assert other["Message-ID"] != message["Message-ID"]
    assert composed(nato.letter, as_of=date(2024, 7, 1))["Message-ID"] != message["Message-ID"]


def test_message_lines_stay_within_what_mail_allows(nato: Overview) -> None:
    assert max(map(len, composed(nato.letter).as_bytes(policy=SMTP).split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "address",
    [
        "",
        "desk",
        "desk@",
        "@pledgewatch.example",
        "a@b.example, c@d.example",
        "a b@c.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nX: y",
        "Desk <a@b.example>",
    ],
)
def test_an_address_cannot_carry_anything_else(address: str, nato: Overview) -> None:
    for changed in ({"recipients": (address,)}, {"sender": address}):
        with pytest.raises(ReportError, match="not like name@domain"):
            composed(nato.letter, **changed)


def test_a_subject_cannot_carry_a_header() -> None:
    letter = Letter(
        arrangement="nato",
        subject="News\r\nBcc: spy@pledgewatch.example",
        text="text",
        html="<p>text</p>",
        images=(),
        attachments=(Attachment(name="a.html", content=b"<p>page</p>"),),
        facts="{}",
    )
    message = composed(letter)
    assert message["Bcc"] is None
    assert message["Subject"] == "News Bcc: spy@pledgewatch.example"


def test_a_letter_to_nobody_is_refused(nato: Overview) -> None:
    with pytest.raises(ReportError, match="nobody to write to"):
        composed(nato.letter, recipients=())
