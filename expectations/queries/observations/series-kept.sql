-- Series that an edition would replace although it lacks more than a tenth of the figures that stand,
-- of twenty at least, of the indicators it still speaks of: it is a part, or could not be read. One that
-- comes after a newer one is held against what stood on its own day.
-- Grain: one row per series. Placeholder: batch.
WITH sent AS (
    SELECT
        coalesce(staged.series, expected.series) AS series,
        staged.party, staged.indicator, staged.period, staged.item, staged.value
    FROM {batch} AS staged
    CROSS JOIN expected
    WHERE
        coalesce(staged.series, expected.series) IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM {batch} AS correcting WHERE correcting.corrects IS NOT NULL)
),
replaced AS (
    SELECT stood.*
    FROM stood
    SEMI JOIN sent ON stood.series = sent.series
    WHERE
        stood.series IS NOT NULL
        AND stood.value IS NOT NULL
        AND stood.published_on <= (SELECT expected.published_on FROM expected)
),
lacking AS (
    SELECT replaced.*
    FROM replaced
    ANTI JOIN sent
        ON
            replaced.series = sent.series
            AND replaced.party = sent.party
            AND replaced.indicator = sent.indicator
            AND replaced.period = sent.period
            AND replaced.item IS NOT DISTINCT FROM sent.item
            AND sent.value IS NOT NULL
),
lost AS (
    SELECT
        series, count(*) AS figures, list(DISTINCT party ORDER BY party) AS parties
    FROM lacking
    GROUP BY series
),
before AS (
    SELECT series, count(*) AS figures, max(published_on) AS published_on
    FROM replaced
    GROUP BY series
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        'the file would replace the series ', lost.series, ', and of ',
        format('{{:,}}', before.figures), ' figures of the edition of ', before.published_on, ' it has ',
        format('{{:,}}', before.figures - lost.figures), ' only; missing are figures of ',
        array_to_string(lost.parties[1:20], ', '),
        CASE WHEN len(lost.parties) > 20 THEN ' and others' ELSE '' END,
        ': send the edition whole and with every figure readable, or record what was dropped as a ',
        'known oddity of the source'
    ) AS reason
FROM lost
INNER JOIN before ON lost.series = before.series
WHERE
    before.figures >= 20 AND 10 * lost.figures > before.figures
    AND NOT is_odd('series-kept', NULL, NULL, NULL)
