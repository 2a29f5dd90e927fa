-- Rows that share party, indicator and period with another row. Rows of a dated indicator may differ
-- by occurred_on and item. Of rows that are the same in every column the first stays; of a key that
-- has different rows none does. Grain: one row per offending row. Placeholder: batch.
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
),
copied AS (
    SELECT keyed.*, repeated.copies
    FROM keyed
    INNER JOIN repeated
        ON
            keyed.party = repeated.party
            AND keyed.indicator = repeated.indicator
            AND keyed.period = repeated.period
            AND keyed.dated_on IS NOT DISTINCT FROM repeated.dated_on
            AND keyed.dated_item IS NOT DISTINCT FROM repeated.dated_item
),
compared AS (
    SELECT
        staged.row_number,
        min(staged.row_number) OVER same AS first_row,
        first_value(
            coalesce(
                to_json(staged) ->> 'place',
                concat('row ', staged.row_number, ' below the heading')
            )
        ) OVER (same ORDER BY staged.row_number) AS first_place
    FROM {batch} AS staged
    SEMI JOIN copied ON staged.row_number = copied.row_number
    WINDOW same AS (PARTITION BY row(*COLUMNS(
        lambda name: name NOT IN ('row_number', 'raw_row', 'place')
    )))
),
judged AS (
    SELECT
        *,
        count(DISTINCT first_row) OVER (
            PARTITION BY party, indicator, period, dated_on, dated_item
        ) AS different
    FROM copied
    INNER JOIN compared USING (row_number)
)
SELECT
    row_number,
    CASE
        WHEN row_number > first_row THEN 'this is the same row as ' || first_place
        ELSE concat(
            'the same party, indicator',
            CASE
                WHEN dated_item IS NOT NULL
                    THEN ', period, occurred_on and item ' || shown(dated_item)
                WHEN dated_on IS NOT NULL THEN ', period and occurred_on'
                ELSE ' and period'
            END,
            ' appears ', copies, ' times in this file'
        )
    END AS reason
FROM judged
WHERE row_number > first_row OR different > 1
