"""Findings: figures that disagree with each other, and prices the judgement would need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from commitments.model import Register
from pipelines.judge import registered
from pipelines.settings import Settings
from pipelines.sources import as_known, checks_of, load_sources
from pipelines.steps import opened_warehouse
from warehouse.findings import Finding, read_findings, read_missing_prices
from warehouse.judgement import Horizon, judge
from warehouse.reading import read_stored_judgement


def all_findings(settings: Settings, *, source: str | None, today: date) -> list[Finding]:
    """Everything found, of one source or of all, as of the stored judgement's day or else today.

    Raises:
        ConfigurationError: when the register or a source is wrong.
    """
    declared = load_sources(settings.sources_folder)
    chosen = [item for item in declared.values() if source in {None, item.id}]
    whole = registered(settings)
    checks = [check for item in chosen for check in checks_of(item, whole)]
    register = _priced(whole, source)
    with opened_warehouse(settings) as warehouse:
        found = read_findings(warehouse.connection, checks=checks)
        if register.commitments:
            stored = read_stored_judgement(warehouse.connection)
            horizon = Horizon(as_of=stored.as_of if stored else today)
            judge(warehouse.connection, register, home_party=settings.home_party, horizon=horizon)
            found += read_missing_prices(warehouse.connection)
    return as_known(found, declared, on=today)


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
