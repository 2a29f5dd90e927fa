-- Rows that share party, indicator and period with another row; all of them. Rows of a dated
-- indicator may differ by occurred_on and item. Grain: one row per offending row.
-- Placeholder: batch.
-- Counting eight-byte hashes first is several times faster and smaller than grouping by the texts;
-- rows that merely share a hash fall out in the second step.
WITH keyed AS (
    SELECT
        row_number,
        party,
        indicator,
        period,
        CASE WHEN is_dated THEN occurred_on END AS dated_on,
        CASE WHEN is_dated THEN item END AS dated_item
    FROM (
        SELECT
            *,
            list_contains(
                (SELECT list(declared_indicator.indicator) FROM declared_indicator WHERE is_dated),
                indicator
            ) AS is_dated
        FROM {batch} AS staged
    )
),
suspect AS (
    SELECT hash(party, indicator, period, dated_on, dated_item) AS key
    FROM keyed
    GROUP BY key
    HAVING count(*) > 1
),
repeated AS (
    SELECT party, indicator, period, dated_on, dated_item, count(*) AS copies
    FROM keyed
    WHERE
        hash(party, indicator, period, dated_on, dated_item)
            IN (SELECT suspect.key FROM suspect)
        AND party IS NOT NULL AND indicator IS NOT NULL AND period IS NOT NULL
    GROUP BY party, indicator, period, dated_on, dated_item
    HAVING count(*) > 1
)
SELECT
    keyed.row_number,
    CASE
        WHEN repeated.dated_on IS NULL THEN 'the same party, indicator and period appears '
        ELSE 'the same party, indicator, period and occurred_on appears '
    END || CAST(repeated.copies AS VARCHAR) || ' times in this file' AS reason
FROM keyed
INNER JOIN repeated
    ON
        keyed.party = repeated.party
        AND keyed.indicator = repeated.indicator
        AND keyed.period = repeated.period
        AND keyed.dated_on IS NOT DISTINCT FROM repeated.dated_on
        AND keyed.dated_item IS NOT DISTINCT FROM repeated.dated_item
