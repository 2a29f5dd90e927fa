"""A large submission, and a register that judges every row of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pycountry

PARTIES = 200
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
started_on: 1940-01-01
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


@dataclass(frozen=True, kw_only=True)
class Material:
    """Where the large submission and its declarations are."""

    csv: Path
    register: Path
    sources: Path
    rows: int


def make_material(folder: Path, *, rows: int) -> Material:
    """Write `rows` observations (a multiple of 200,000): one per party, indicator and month."""
    indicators = rows // (PARTIES * MONTHS)
    codes = sorted(country.alpha_3 for country in pycountry.countries)[:PARTIES]
    csv = folder / "large.csv"
    _write_csv(csv, codes=codes, indicators=indicators)
    register, sources = folder / "register", folder / "sources"
    for path in (register / "arrangements", register / "commitments", sources):
        path.mkdir(parents=True)
    members = "\n".join(f"  - {{party: {code}, joined_on: 1900-01-01}}" for code in codes)
    (register / "arrangements" / "large.yaml").write_text(_ARRANGEMENT.format(members=members))
    for n in range(indicators):
        (register / "commitments" / f"indicator-{n}.yaml").write_text(_COMMITMENT.format(n=n))
    declared = "".join(_INDICATOR.format(n=n) for n in range(indicators))
    (sources / "large.yaml").write_text(_SOURCE + declared)
    return Material(csv=csv, register=register, sources=sources, rows=PARTIES * MONTHS * indicators)


def _write_csv(path: Path, *, codes: list[str], indicators: int) -> None:
    connection = duckdb.connect()
    connection.execute(
        """
        COPY (
            SELECT
                'large' AS source, DATE '2024-01-01' AS published_on, party,
                'indicator-' || indicator AS indicator,
                strftime(DATE '1940-01-01' + to_months(CAST(month AS INTEGER)), '%Y-%m') AS period,
                printf('%.6f', (hash(party, indicator, month) % 100000000) / 1000000.0) AS value,
                'percent' AS unit, 'A' AS status, NULL AS due_on, NULL AS occurred_on, NULL AS note
            FROM (SELECT unnest($codes) AS party), range($indicators) AS i (indicator),
                range($months) AS m (month)
        ) TO $path (HEADER, DELIMITER ',')
        """,
        {"codes": codes, "indicators": indicators, "months": MONTHS, "path": str(path)},
    )
    connection.close()
