"""Findings: figures that disagree with each other, and prices the judgement would need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from commitments.model import Register
from pipelines.asking import Question
from pipelines.settings import Settings
from pipelines.sources import as_known, checks_of
from pipelines.steps import opened_warehouse
from pipelines.written_down import recorded
from warehouse.findings import Finding, read_findings, read_missing_prices
from warehouse.judgement import judge
from warehouse.reading import read_stored_judgement


def all_findings(
    settings: Settings, question: Question, *, source: str | None, today: date
) -> list[Finding]:
    """Everything found, of one source or of all, in the figures that may be known.

    Without a day it is as of the stored judgement's, or else of today.

    Raises:
        ConfigurationError: when the register or a source is wrong.
    """
    with opened_warehouse(settings) as warehouse:
        written = recorded(settings, warehouse, question.recorded_before)
        chosen = [item for item in written.sources.values() if source in {None, item.id}]
        checks = [check for item in chosen for check in checks_of(item, written.register)]
        found = read_findings(
            warehouse.connection,
            checks=checks,
            known_on=question.known_on,
            recorded_before=question.recorded_before,
        )
        register = _priced(written.register, source)
        if register.commitments:
            stored = read_stored_judgement(warehouse.connection)
            as_of = question.as_of or (stored.as_of if stored else today)
            judge(
                warehouse.connection,
                register,
                home_party=written.home_party,
                horizon=question.horizon(as_of),
            )
            found += read_missing_prices(warehouse.connection)
    return as_known(found, written.sources, on=question.as_of or today)


def _priced(register: Register, source: str | None) -> Register:
    """Only the commitments whose figures have to be priced."""
    return replace(
        register,
        commitments=tuple(
            item
            for item in register.commitments
            if (item.measure.rates or item.measure.constant_prices)
            and source in {None, item.measure.source}
        ),
    )
