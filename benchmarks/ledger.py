"""A ledger of many editions, filled without receiving: what judging is measured on."""

from __future__ import annotations

import duckdb

from benchmarks.material import CODES, MONTHS

# Ten editions of every figure; each revises a third of the last four years a little. The night's
# news are an edition of two parties, a hundredth of one edition and a thousandth of the ledger.
EDITIONS = 10
NEWS_PARTIES = 2

_SUBMISSION = """
    INSERT INTO ops.submissions BY NAME
    SELECT
        $submission AS submission, $submission AS sha256, 'large' AS source,
        CAST($published_on AS DATE) AS published_on, $submission AS file,
        $submission AS archived_as, 1 AS size_bytes,
        CAST($published_on AS TIMESTAMP) AS received_at,
        'accepted' AS status, $rows AS rows_read, $rows AS rows_accepted, 0 AS rows_set_aside,
        [] AS reasons, true AS is_illustrative
"""
_FIGURES = """
    INSERT INTO core.observations BY NAME
    SELECT
        $submission AS submission,
        row_number() OVER () AS row_number,
        'large' AS source,
        CAST($published_on AS DATE) AS published_on,
        CAST($published_on AS TIMESTAMP) AS recorded_at,
        party,
        'indicator-' || indicator AS indicator,
        strftime(DATE '1940-01-01' + to_months(CAST(month AS INTEGER)), '%Y-%m') AS period,
        CAST(
            20 + hash(party, indicator) % 60 + hash(party, indicator, month) % 4000000 / 1000000.0
                + CASE
                    WHEN month >= $months - 48 AND hash(month, party, $edition) % 3 = 0 THEN 0.25
                    ELSE 0
                END
            AS DECIMAL(38, 18)
        ) AS value,
        'percent' AS unit,
        CASE WHEN month >= $months - 12 THEN 'E' ELSE 'A' END AS status,
        true AS is_illustrative
    FROM (SELECT unnest($codes) AS party), range($indicators) AS i (indicator),
        range($months) AS m (month)
"""


def fill(connection: duckdb.DuckDBPyConnection, *, indicators: int) -> int:
    """Ten editions of every party, indicator and month; how many figures that are."""
    for edition in range(EDITIONS):
        _add(connection, edition=edition, indicators=indicators, codes=CODES)
    return EDITIONS * len(CODES) * indicators * MONTHS


def add_news(connection: duckdb.DuckDBPyConnection, *, indicators: int) -> int:
    """One more edition, of two parties; how many figures that are."""
    codes = CODES[:NEWS_PARTIES]
    _add(connection, edition=EDITIONS, indicators=indicators, codes=codes)
    return len(codes) * indicators * MONTHS


def _add(
    connection: duckdb.DuckDBPyConnection, *, edition: int, indicators: int, codes: list[str]
) -> None:
    told = {"submission": f"edition-{edition:02}", "published_on": f"2024-01-{edition + 1:02}"}
    rows = len(codes) * indicators * MONTHS
    connection.execute(
        _FIGURES,
        {**told, "edition": edition, "indicators": indicators, "months": MONTHS, "codes": codes},
    )
    connection.execute(_SUBMISSION, {**told, "rows": rows})
