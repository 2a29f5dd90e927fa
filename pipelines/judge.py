"""Judge: every promise of the register against the evidence at hand."""

from __future__ import annotations

import logging
from datetime import date, datetime

from commitments.errors import ConfigurationError, UsageError
from commitments.model import Register
from commitments.register import load_register
from pipelines.edits import edit_mistakes
from pipelines.expected import round_mistakes
from pipelines.measures import measure_mistakes
from pipelines.reviewed import reviewed_files
from pipelines.settings import Settings
from pipelines.sources import load_sources
from pipelines.steps import opened_warehouse
from warehouse.storing import Judgement, store_judgement

logger = logging.getLogger(__name__)


def registered(settings: Settings) -> Register:
    """The register, checked against the declared sources.

    Raises:
        ConfigurationError: with every mistake of the register or the sources.
    """
    sources = load_sources(settings.sources_folder)
    register = load_register(settings.register_folder, sources=sources.keys())
    mistakes = measure_mistakes(register, folder=settings.register_folder, sources=sources)
    mistakes += round_mistakes(settings, sources, register)
    if mistakes:
        raise ConfigurationError(mistakes)
    return register


def judge_commitments(settings: Settings, *, as_of: date, now: datetime) -> Judgement:
    """Judge as of a day and store what has changed. `now` is UTC without a zone.

    Raises:
        ConfigurationError: when the register or a source is wrong, or an edit of the register would
            change a verdict given for a period that has ended.
        UsageError: when a later day has been judged already, or the day has not come yet.
    """
    if as_of > now.date():
        raise UsageError(
            f"--as-of {as_of}: that day has not come yet and what is stored does not go back; "
            f"look ahead without storing: `pledgewatch status --as-of {as_of}`"
        )
    register = registered(settings)
    with opened_warehouse(settings) as warehouse:
        if mistakes := edit_mistakes(settings, warehouse, register):
            raise ConfigurationError(mistakes)
        judgement = store_judgement(
            warehouse,
            register,
            home_party=settings.home_party,
            as_of=as_of,
            now=now,
            reviewed=reviewed_files(settings),
        )
    logger.info(
        "judged %d of %d obligations as of %s: %d assessments written, %d verdicts changed",
        judgement.judged,
        judgement.obligations,
        as_of,
        judgement.assessments_written,
        judgement.changes,
    )
    return judgement
