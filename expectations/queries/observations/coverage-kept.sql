-- Indicators of which the edition before spoke for parties that this one is silent about,
-- although it speaks for half of them and is therefore no part. Transactions do not count.
-- Grain: one row per indicator. Placeholder: batch.
WITH lasting AS (
    SELECT indicator FROM declared_indicator WHERE NOT is_dated
),
before AS (
    SELECT DISTINCT stood.indicator, stood.party
    FROM stood
    SEMI JOIN lasting ON stood.indicator = lasting.indicator
    WHERE
        stood.value IS NOT NULL
        AND stood.published_on <= (SELECT expected.published_on FROM expected)
        AND NOT EXISTS (SELECT 1 FROM {batch} AS correcting WHERE correcting.corrects IS NOT NULL)
),
now AS (
    SELECT DISTINCT staged.indicator, staged.party FROM {batch} AS staged
),
kept AS (
    SELECT
        before.indicator,
        count(*) AS parties,
        count(now.party) AS there,
        list(before.party ORDER BY before.party) FILTER (now.party IS NULL) AS missing
    FROM before
    LEFT JOIN now ON before.indicator = now.indicator AND before.party = now.party
    GROUP BY before.indicator
)
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        indicator, ': ', parties - there, ' of ', parties, ' parties of the edition before are ',
        'missing: ', array_to_string(missing[1:20], ', '),
        CASE WHEN len(missing) > 20 THEN ' and others' ELSE '' END
    ) AS reason
FROM kept
WHERE
    there < parties AND 2 * there >= parties
    AND NOT is_odd('coverage-kept', kept.indicator, NULL, NULL)
