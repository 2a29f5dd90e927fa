-- Rates and indices that the judgement just made asks for and that are not at hand.
-- Grain: one row per commitment, indicator, party, period, unit and day needed.
-- Reads: amounts priced, gaps priced, rules.
WITH missing AS (
    SELECT
        rules.source, priced.commitment, priced.party, priced.period, priced.indicator, priced.unit,
        CASE WHEN priced.deflator IS NULL THEN priced.ends_on END AS needed_on,
        CASE WHEN priced.deflator IS NULL THEN 'no_rate' ELSE 'no_index' END AS kind,
        priced.original AS amount,
        format(
            '{} in {}; without it nothing this is part of is told in {}',
            priced.lacks, coalesce(priced.rates, priced.deflator_source), priced.wanted_unit
        ) AS reason
    FROM priced
    INNER JOIN rules ON priced.commitment = rules.commitment AND priced.book = rules.priced_book
    WHERE priced.lacks IS NOT NULL
    UNION ALL
    SELECT
        source, commitment, party, period, indicator, unit, ends_on, 'no_rate', gap,
        format('{} in {}; the gap is not told in US dollars', lacks, rates)
    FROM priced_gaps
    WHERE lacks IS NOT NULL
)

SELECT
    source, kind, party, period, indicator, unit,
    CAST(sum(amount) AS DECIMAL(38, 9)) AS figure,
    CAST(NULL AS DECIMAL(38, 9)) AS other_figure,
    reason, commitment, needed_on
FROM missing
GROUP BY ALL
ORDER BY source, kind, commitment, indicator, party, period, needed_on, unit
