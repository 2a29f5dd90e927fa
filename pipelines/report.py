"""Report: one page and one letter per arrangement, written down and queued for their audiences."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from commitments.model import Arrangement
from pipelines.agreements import write_agreement_pages
from pipelines.asking import OF_THE_STORED, Answer, Question, answered, with_figures
from pipelines.cards import cards_of, worth_a_card
from pipelines.expected import rounds_of
from pipelines.files import write_atomically
from pipelines.overviews import Gathering
from pipelines.settings import Settings
from reports.agreements import render_arrangement
from reports.audiences import Audience, load_audiences
from reports.cards import page_name, render_cards
from reports.letters import Attachment, Letter, compose, content_hash
from reports.overview import render_overview
from reports.views import OverviewView
from warehouse.deliveries import LetterWritten, queue_letters
from warehouse.reading import Assessed, read_stored_judgement
from warehouse.rounds import make_rounds, read_quorums

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class WrittenReport:
    """One report on disk, and the letter that would bring it; `markings` are of what it shows.

    An arrangement without promises has a page and no letter.
    """

    arrangement: str
    as_of: date
    page: Path
    letter: Letter | None = None
    markings: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Written:
    """The reports of one run, and the pages of the register as a whole."""

    as_of: date
    reports: list[WrittenReport]
    pages: list[Path]


def write_reports(
    settings: Settings, question: Question = OF_THE_STORED, *, now: datetime
) -> Written:
    """Write the report of every arrangement, and queue the letters that are news to their audience.

    The agreements calendar and the coverage view are written beside them.

    Without dates the stored judgement is told. A day that was judged is printed again as it was
    judged: by the register, the sources and the figures of then. With other dates what is asked is
    judged anew, and written to a folder of its own (`asked-…`). Neither is mailed.
    `now` is when letters are queued, UTC without a zone.

    Raises:
        NothingJudgedError: when nothing has been judged yet and no day is given.
        ConfigurationError: when register, sources or audiences are wrong.
    """
    with answered(settings, question, as_judged=True) as answer:
        register = answer.written_down.register
        audiences = load_audiences(
            settings.audiences_folder, arrangements=[item.id for item in register.arrangements]
        )
        gathering = _gathering(question, answer)
        reports = [_write(settings, gathering, item) for item in register.arrangements]
        letters = [
            letter
            for report in reports
            if answer.judgement
            for letter in _letters(settings, report, audiences=audiences)
        ]
        is_newest = answer.relation is Assessed.STORED
        news = queue_letters(answer.warehouse, letters, at=now) if is_newest else []
    pages = write_agreement_pages(register, folder=_folder(settings, answer), as_of=answer.as_of)
    for report in reports:
        logger.info("report of %s: %s", report.arrangement, report.page)
    logger.info("wrote %d reports; %d letters are news", len(reports), len(news))
    return Written(as_of=answer.as_of, reports=reports, pages=pages)


def _gathering(question: Question, answer: Answer) -> Gathering:
    """What every report is made from, with rounds and figures worked out beside the answer."""
    connection, written = answer.warehouse.connection, answer.written_down
    told = answer.judgement or read_stored_judgement(
        connection, recorded_before=question.recorded_before
    )
    rounds = rounds_of(written.sources, written.register)
    make_rounds(connection, rounds, horizon=answer.horizon)
    with_figures(answer, question)
    return Gathering(
        answer=answer,
        register=written.register,
        sources=written.sources,
        home_party=written.home_party,
        is_first=told is None or told.judgement == 1,
        quorums=read_quorums(connection),
    )


def _folder(settings: Settings, answer: Answer) -> Path:
    """Where the pages of a day go; what was judged for a question has a folder of its own."""
    day, horizon = answer.as_of.isoformat(), answer.horizon
    if answer.judgement:
        return settings.reports / day
    known = f"-known-{horizon.known_on}" if horizon.known_on else ""
    recorded = horizon.recorded_before
    before = f"-recorded-before-{recorded:%Y-%m-%dT%H%M%S}" if recorded else ""
    return settings.reports / f"asked-{day}{known}{before}"


def _write(settings: Settings, gathering: Gathering, arrangement: Arrangement) -> WrittenReport:
    register, as_of = gathering.register, gathering.answer.as_of
    page = _folder(settings, gathering.answer) / f"{arrangement.id}.html"
    if all(promise.arrangement != arrangement.id for promise in register.commitments):
        html = render_arrangement(arrangement, as_of=as_of, register_version=register.version)
        write_atomically(page, html.encode("utf-8"))
        return WrittenReport(arrangement=arrangement.id, as_of=as_of, page=page)
    view, cards = _explained(gathering, gathering.overview(arrangement))
    overview = render_overview(view, attached=cards)
    for name, content in (
        (page.name, overview.html.encode("utf-8")),
        *((item.name, item.content) for item in cards),
    ):
        write_atomically(page.with_name(name), content)
    return WrittenReport(
        arrangement=arrangement.id,
        as_of=as_of,
        page=page,
        letter=overview.letter,
        markings=frozenset(
            gathering.sources[item.source].marking
            for item in (*view.editions, *(view.burden.editions if view.burden else ()))
        ),
    )


def _explained(
    gathering: Gathering, view: OverviewView
) -> tuple[OverviewView, tuple[Attachment, ...]]:
    """The view with links to its verdict cards, and their page; none when nothing is explained."""
    asked = [
        one for item in view.commitments for one in worth_a_card(item, home_party=view.home_party)
    ]
    if not asked:
        return view, ()
    cards = cards_of(gathering.answer, asked)
    name = page_name(view.arrangement.id)
    links = {card.assessment.assessment: f"{name}#{card.anchor}" for card in cards}
    page = Attachment(name=name, content=render_cards(view, cards).encode("utf-8"))
    return replace(view, card_links=links), (page,)


def _letters(
    settings: Settings, report: WrittenReport, *, audiences: Sequence[Audience]
) -> Iterator[LetterWritten]:
    for audience in audiences:
        if report.arrangement not in audience.arrangements:
            continue
        if report.letter is None:
            logger.warning(
                "%s: nothing is promised there; no letter to %s", report.arrangement, audience.id
            )
            continue
        if not all(audience.may_read(marking) for marking in report.markings):
            logger.warning(
                "%s: shows restricted data; not written to %s", report.arrangement, audience.id
            )
            continue
        message = compose(
            report.letter,
            sender=settings.mail_from,
            recipients=audience.to,
            as_of=report.as_of,
            audience=audience.id,
        )
        digest = content_hash(report.letter)
        name = f"{audience.id}-{report.arrangement}-{digest[:16]}.eml"
        file = report.page.with_name(name)
        write_atomically(file, message.as_bytes())
        yield LetterWritten(
            audience=audience.id,
            arrangement=report.arrangement,
            content_hash=digest,
            as_of=report.as_of,
            subject=report.letter.subject,
            letter=file.relative_to(settings.home).as_posix(),
        )
