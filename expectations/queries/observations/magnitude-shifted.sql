-- Rows whose value is a thousand or a million times, or a thousandth or a millionth of, the same
-- figure in the edition that stands, within a twentieth: its unit has slipped. Of a percentage a
-- hundredth is as telling: 0.024 is how a spreadsheet keeps 2.4 %.
-- Grain: one row per offending row. Placeholder: batch.
WITH compared AS (
    SELECT
        staged.row_number, staged.party, staged.indicator, staged.period, staged.value, staged.unit,
        met.value AS stood,
        met.published_on AS stood_on,
        abs(log10(abs(CAST(staged.value AS DOUBLE))) - log10(abs(CAST(met.value AS DOUBLE)))) AS tens
    FROM {batch} AS staged
    INNER JOIN met ON staged.row_number = met.row_number AND staged.unit = met.unit
    WHERE staged.value <> 0 AND met.value <> 0
)
SELECT
    row_number,
    concat(
        'value ', plain(value), ' is ', format('{{:,}}', CAST(10 ^ round(tens) AS BIGINT)), ' times ',
        CASE WHEN abs(value) > abs(stood) THEN 'larger' ELSE 'smaller' END, ' than ',
        plain(stood), ' in the edition of ', stood_on, ': one of the two is in another unit; send it in ',
        'the unit declared or, if that edition is the wrong one, ask for its withdrawal and ',
        'send this one again'
    ) AS reason
FROM compared
WHERE
    (round(tens) IN (3, 6) OR (round(tens) = 2 AND unit = 'percent'))
    AND abs(tens - round(tens)) <= 0.0212
    AND NOT is_odd('magnitude-shifted', compared.indicator, compared.party, compared.period)
