"""A small house on disk with a register of its own: built once, asked many questions."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.judge import judge_commitments
from pipelines.settings import Settings
from pipelines.steps import opened_warehouse
from tests.judging.judging import fill_ledger
from tests.judging.oracle import Ledger, Observation, Submission

NOW = datetime(2025, 6, 10, 2, 0)
HOUR, MICROSECOND = timedelta(hours=1), timedelta(microseconds=1)
FIRST, SECOND = date(2025, 6, 1), date(2025, 6, 2)
_CITED = """\
source:
  document: A declaration
  place: Paragraph 1
  dated: 2000-01-01
  url: https://example.org
"""


def _arrangement(name: str, members: Mapping[str, str]) -> str:
    told = "\n".join(
        f"  - {{ party: {party}, joined_on: {day} }}" for party, day in members.items()
    )
    return f"""\
id: {name}
name: The {name}
kind: alliance
purpose: To be judged.
{_CITED}regions: [nato-europe]
interests: [collective-defence]
started_on: 2000-01-01
members:
{told}
"""


def _promise(
    name: str, *, arrangement: str, obligors: str, rule: str, more: str = "", until: str = "null"
) -> str:
    return f"""\
id: {name}
arrangement: {arrangement}
title: A promise
text: Something is promised.
{_CITED}obligors: {obligors}
beneficiary: everybody
effective_from: 2023-01-01
effective_until: {until}
cadence: year
rule: {rule}
{more}"""


_REPORTED = "reporting: { due_days: 31, delinquent_days: 60 }\n"
_SHARE = """\
measure:
  name: Share
  source: figures
  unit: percent
  indicator: share
"""
_OF_ALL = """\
measure:
  name: Share of the treaty
  source: figures
  unit: percent
  indicator: spent
  formula: { kind: share_of_total, among: treaty }
"""
_PRICED = """\
measure:
  name: Spent in the money of 2023
  source: figures
  unit: usd_million
  indicator: spent
  constant_prices: { source: figures, indicator: prices, base: "2023" }
"""
_OTHERWISE = "  other_basis: { indicator: spent, over: gdp, times: 100 }\n"
_SOURCE = """\
id: figures
title: Figures
publisher: Somebody
url: https://example.org
licence: Free to use.
marking: public
layout: observations
illustrative: false
indicators:
  - { id: share, name: Share, unit: percent }
  - { id: spent, name: Spent, unit: usd_million }
  - { id: prices, name: Prices, unit: number }
  - { id: gdp, name: GDP, unit: usd_million }
rounds:
  - id: yearly
    name: A round
    expects: members
    arrangement: pact
    indicators: [share]
    cadence: year
    effective_from: 2024-01-01
    reporting: { due_days: 31, delinquent_days: 60 }
"""
_LEAST = "{{ kind: threshold, at_least: {}, margin: 0.2 }}".format
FILES = {
    "register/fiscal-years.yaml": 'default: "01-01"\nbegins_on: {}\nsource:\n'
    "  { document: A list, place: All of it, url: https://example.org }\n",
    "register/arrangements/pact.yaml": _arrangement(
        "pact", {"BEL": "2000-01-01", "NLD": "2000-01-01"}
    ),
    "register/arrangements/treaty.yaml": _arrangement(
        "treaty", {"BEL": "2000-01-01", "FRA": "2000-01-01"}
    ),
    "register/commitments/both.yaml": _promise(
        "both",
        arrangement="pact",
        obligors="members",
        rule="{ kind: all_of, parts: [half, share] }",
    ),
    "register/commitments/counted.yaml": _promise(
        "counted",
        arrangement="pact",
        obligors="[BEL]",
        rule=_LEAST(40),
        until="2024-12-31",
        more=_OF_ALL + _REPORTED,
    ),
    "register/commitments/half.yaml": _promise(
        "half", arrangement="pact", obligors="members", rule=_LEAST(1), more=_SHARE + _REPORTED
    ),
    "register/commitments/ours.yaml": _promise(
        "ours", arrangement="treaty", obligors="home", rule=_LEAST(2), more=_SHARE + _REPORTED
    ),
    "register/commitments/priced.yaml": _promise(
        "priced", arrangement="treaty", obligors="home", rule=_LEAST(21), more=_PRICED + _REPORTED
    ),
    "register/commitments/share.yaml": _promise(
        "share",
        arrangement="pact",
        obligors="members",
        rule=_LEAST(2),
        more=_SHARE + _OTHERWISE + _REPORTED,
    ),
    "sources/figures.yaml": _SOURCE,
}
WAIVER = """\
waivers:
  - party: BEL
    author: The council
    reason: Floods.
    starts_on: 2024-01-01
    ends_on: 2024-12-31
"""


EDITIONS = {
    # The source began before what is asked of it, so figures can be late.
    "early": (date(2023, 6, 1), NOW, {"FRA share 2022": "1"}),
    "one": (date(2025, 1, 20), NOW, {
        "BEL share 2023": "1.5", "BEL share 2024": "1.6",
        "NLD share 2023": "2.1", "NLD share 2024": "2.1",
        "BEL spent 2023": "30", "FRA spent 2023": "60",
        "BEL spent 2024": "30", "FRA spent 2024": "60",
        "NLD spent 2024": "30", "NLD gdp 2024": "1000",
        "NLD prices 2023": "100", "NLD prices 2024": "150",
    }),
    "two": (date(2025, 6, 2), NOW + 2 * HOUR, {"NLD share 2024": "1.9"}),
    "late": (date(2025, 6, 5), NOW + 5 * HOUR, {"NLD share 2024": "1.8"}),
}  # fmt: skip
JUDGED_FIRST, JUDGED_SECOND = NOW + HOUR, NOW + 3 * HOUR


@cache
def unjudged() -> Settings:
    """The house with the first edition received and nothing judged; to be copied."""
    settings = _built(_folder())
    _receive(settings, "early")
    _receive(settings, "one")
    return settings


@cache
def judged() -> Settings:
    """The house when it has judged twice and has not yet judged a third edition.

    In between an edition revised a figure, and a waiver was granted.
    """
    settings = copied(unjudged(), _folder())
    judge_commitments(settings, as_of=FIRST, now=JUDGED_FIRST)
    _receive(settings, "two")
    share = settings.register_folder / "commitments" / "share.yaml"
    share.write_text(share.read_text(encoding="utf-8") + WAIVER, encoding="utf-8")
    judge_commitments(settings, as_of=SECOND, now=JUDGED_SECOND)
    _receive(settings, "late")
    return settings


def copied(settings: Settings, folder: Path) -> Settings:
    """The same house elsewhere."""
    shutil.copytree(settings.home.parent, folder, dirs_exist_ok=True)
    return _at(folder)


def _folder() -> Path:
    """A new folder that is there for as long as somebody may ask."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _at(folder: Path) -> Settings:
    return Settings(
        home=folder / "home",
        home_party="NLD",
        register_folder=folder / "register",
        sources_folder=folder / "sources",
    )


def _built(folder: Path) -> Settings:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return _at(folder)


@contextmanager
def edited(settings: Settings, changes: Mapping[str, tuple[str, str] | None]) -> Iterator[None]:
    """Files of the house with a text replaced that stands in each once, or without the file."""
    folder = settings.register_folder.parent
    before = {name: (folder / name).read_text(encoding="utf-8") for name in changes}
    try:
        for name, change in changes.items():
            if change is None:
                (folder / name).unlink()
            else:
                assert before[name].count(change[0]) == 1, change
                (folder / name).write_text(before[name].replace(*change), encoding="utf-8")
        yield
    finally:
        for name, text in before.items():
            (folder / name).write_text(text, encoding="utf-8")


def _receive(settings: Settings, name: str) -> None:
    published_on, received_at, told = EDITIONS[name]
    sent = Submission(
        submission=name, source="figures", published_on=published_on, received_at=received_at
    )
    rows = [
        Observation(
            submission=name,
            source="figures",
            published_on=published_on,
            party=party,
            period=period,
            indicator=indicator,
            unit="usd_million" if indicator == "spent" else "percent",
            value=Decimal(value),
            row_number=number,
        )
        for number, (place, value) in enumerate(told.items(), start=1)
        for party, indicator, period in [place.split()]
    ]
    with opened_warehouse(settings) as warehouse:
        fill_ledger(warehouse.connection, Ledger(submissions=[sent], observations=rows))
