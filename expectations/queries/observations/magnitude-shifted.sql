-- Rows whose value is a thousand or a million times, or a thousandth or a millionth of, the same
-- figure in the edition that stands, within a twentieth: its unit has slipped. Of a percentage a
-- hundredth is as telling: 0.024 is how a spreadsheet keeps 2.4 %.
-- Grain: one row per offending row. Placeholder: batch.
WITH compared AS (
    SELECT
        staged.row_number, staged.party, staged.indicator, staged.period, staged.value, staged.unit,
        standing.value AS stood,
        standing.published_on AS stood_on,
        abs(
            log10(abs(CAST(staged.value AS DOUBLE))) - log10(abs(CAST(standing.value AS DOUBLE)))
        ) AS tens
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
    INNER JOIN standing
        ON
            staged.party = standing.party
            AND staged.indicator = standing.indicator
            AND staged.period = standing.period
            AND staged.unit = standing.unit
            AND CASE WHEN is_dated THEN staged.item END
                IS NOT DISTINCT FROM CASE WHEN is_dated THEN standing.item END
            AND CASE WHEN is_dated THEN staged.occurred_on END
                IS NOT DISTINCT FROM CASE WHEN is_dated THEN standing.occurred_on END
    WHERE staged.value <> 0 AND standing.value <> 0
)
SELECT
    row_number,
    concat(
        'value ', plain(value), ' is ', format('{{:,}}', CAST(10 ^ round(tens) AS BIGINT)), ' times ',
        CASE WHEN abs(value) > abs(stood) THEN 'larger' ELSE 'smaller' END, ' than ',
        plain(stood), ' in the edition of ', stood_on, ': it is in another unit; if it is right, ',
        'record it as a known oddity of the source'
    ) AS reason
FROM compared
WHERE
    (round(tens) IN (3, 6) OR (round(tens) = 2 AND unit = 'percent'))
    AND abs(tens - round(tens)) <= 0.0212
    AND NOT EXISTS (
        SELECT 1 FROM oddity
        WHERE
            oddity.rule = 'magnitude-shifted'
            AND coalesce(oddity.indicator = compared.indicator, true)
            AND coalesce(oddity.party = compared.party, true)
            AND coalesce(oddity.period = compared.period, true)
    )
