-- The figures of a submission beside those they meet in the ledger, which stand or stood newer.
-- Grain: one row per figure sent that meets another. Places: published, standing. Parameters: dated
-- (indicators told once for each day). A binary number that was written down again may differ in
-- its last digit; that revises nothing.
CREATE OR REPLACE TEMP TABLE met AS
WITH sent AS (
    SELECT *, CASE WHEN list_contains($dated, indicator) THEN occurred_on END AS dated_on
    FROM read_parquet(<<published>>)
),

standing AS (
    SELECT *, CASE WHEN list_contains($dated, indicator) THEN occurred_on END AS dated_on
    FROM read_parquet(<<standing>>)
)

SELECT
    sent.party, sent.indicator, sent.period, sent.unit,
    standing.value AS from_value,
    sent.value AS to_value,
    standing.due_on AS from_due_on,
    sent.due_on AS to_due_on,
    standing.occurred_on AS from_occurred_on,
    sent.occurred_on AS to_occurred_on,
    standing.published_on AS from_edition,
    sent.published_on >= standing.published_on AS counts,
    CASE
        WHEN sent.value IS NULL OR standing.value IS NULL
        THEN sent.value IS DISTINCT FROM standing.value
        ELSE abs(CAST(sent.value AS DOUBLE) - CAST(standing.value AS DOUBLE))
            > 1e-12 * abs(CAST(standing.value AS DOUBLE))
    END
    OR sent.due_on IS DISTINCT FROM standing.due_on
    OR sent.occurred_on IS DISTINCT FROM standing.occurred_on AS differs
FROM sent
INNER JOIN standing
    ON sent.party = standing.party
    AND sent.indicator = standing.indicator
    AND sent.period = standing.period
    AND sent.series IS NOT DISTINCT FROM standing.series
    AND sent.item IS NOT DISTINCT FROM standing.item
    AND sent.dated_on IS NOT DISTINCT FROM standing.dated_on
