"""A large feed, two editions of it, and a register that judges every row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pycountry

PARTIES = 200
CODES = sorted(country.alpha_3 for country in pycountry.countries)[:PARTIES]
MONTHS = 1000

_SOURCE = """\
id: large
title: A large feed made for measuring
publisher: Pledgewatch, as an example
url: https://example.org/illustrative
licence: Free to use.
marking: public
layout: observations
illustrative: true
indicators:
"""
_INDICATOR = (
    "  - {{id: indicator-{n}, name: Indicator {n}, unit: percent, minimum: 0, maximum: 100}}\n"
)
_ARRANGEMENT = """\
id: large
name: Everybody
kind: coalition
purpose: To be measured.
source: &source
  {{document: None, place: nowhere, dated: 1940-01-01, url: "https://example.org/illustrative"}}
regions: [africa]
interests: [burden-sharing]
started_on: 1900-01-01
illustrative: true
members:
{members}
"""
_COMMITMENT = """\
id: indicator-{n}
arrangement: large
title: At least 50 percent of indicator {n}
text: Made for measuring.
source: {{document: None, place: nowhere, dated: 1940-01-01, url: "https://example.org/illustrative"}}
obligors: members
beneficiary: everybody
effective_from: 1940-01-01
cadence: month
measure: {{name: Indicator {n}, source: large, indicator: indicator-{n}, unit: percent}}
rule: {{kind: threshold, at_least: 50, margin: 5}}
reporting: {{due_days: 30, delinquent_days: 60}}
illustrative: true
"""
# Each party has its level and each figure its own noise around it; a later edition revises every
# second figure of the last four years a little, about one in forty.
_OBSERVATIONS = """
    SELECT
        'large' AS source,
        CAST($published_on AS DATE) AS published_on,
        party,
        'indicator-' || indicator AS indicator,
        strftime(DATE '1940-01-01' + to_months(CAST(month AS INTEGER)), '%Y-%m') AS period,
        printf(
            '%.6f',
            20 + hash(party, indicator) % 60 + 8 * sin(month / 60)
                + hash(party, indicator, month) % 4000000 / 1000000.0
                + CASE
                    WHEN $is_revised AND month >= $months - 48 AND hash(month, party) % 2 = 0
                    THEN 0.25
                    ELSE 0
                END
        ) AS value,
        'percent' AS unit,
        CASE WHEN month >= $months - 12 THEN 'E' ELSE 'A' END AS status,
        CAST(NULL AS DATE) AS due_on,
        CAST(NULL AS DATE) AS occurred_on,
        CAST(NULL AS VARCHAR) AS note
    FROM (SELECT unnest($codes) AS party), range($indicators) AS i (indicator),
        range($months) AS m (month)
"""


@dataclass(frozen=True, kw_only=True)
class Material:
    """Where the two editions of the large submission and its declarations are."""

    editions: tuple[Path, Path]
    register: Path
    sources: Path
    rows: int


def make_material(folder: Path, *, rows: int, written_as: str) -> Material:
    """Write about `rows` observations, one per party, indicator and month, or a few less.

    `written_as` is csv, json (an array of objects) or parquet (values as doubles, as from a sheet).
    """
    indicators = max(1, rows // (PARTIES * MONTHS))
    months = min(MONTHS, rows // PARTIES)
    editions = (folder / f"first.{written_as}", folder / f"second.{written_as}")
    for path, published_on in zip(editions, ("2024-01-01", "2024-01-15"), strict=True):
        _write_edition(
            path,
            {
                "codes": CODES,
                "indicators": indicators,
                "months": months,
                "published_on": published_on,
                "is_revised": path == editions[1],
            },
        )
    register, sources = declare(folder, indicators=indicators)
    return Material(
        editions=editions, register=register, sources=sources, rows=PARTIES * months * indicators
    )


def declare(folder: Path, *, indicators: int) -> tuple[Path, Path]:
    """Write the register, one commitment for each indicator, and the source; their folders."""
    register, sources = folder / "register", folder / "sources"
    for path in (register / "arrangements", register / "commitments", sources):
        path.mkdir(parents=True)
    members = "\n".join(f"  - {{party: {code}, joined_on: 1900-01-01}}" for code in CODES)
    (register / "arrangements" / "large.yaml").write_text(_ARRANGEMENT.format(members=members))
    for n in range(indicators):
        (register / "commitments" / f"indicator-{n}.yaml").write_text(_COMMITMENT.format(n=n))
    declared = "".join(_INDICATOR.format(n=n) for n in range(indicators))
    (sources / "large.yaml").write_text(_SOURCE + declared)
    return register, sources


def _write_edition(path: Path, figures: dict[str, object]) -> None:
    columns, options = {
        ".csv": ("*", "FORMAT csv, HEADER"),
        ".json": ("*", "FORMAT json, ARRAY true"),
        ".parquet": ("* REPLACE (CAST(value AS DOUBLE) AS value)", "FORMAT parquet"),
    }[path.suffix]
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns} FROM ({_OBSERVATIONS})) TO '{path}' ({options})", figures
        )
