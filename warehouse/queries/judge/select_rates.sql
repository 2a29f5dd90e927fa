-- The exchange rates that the rules ask for, as the latest edition at hand has them.
-- Grain: one row per source, currency and day. Reads: rules, editions.
CREATE OR REPLACE TEMP TABLE rates AS
SELECT
    observations.source,
    substr(observations.indicator, 10) AS currency,
    try_cast(observations.period AS DATE) AS quoted_on,
    CAST(arg_max(observations.value, editions.edition) AS DECIMAL(38, 12)) AS per_eur,
    arg_max(
        {'submission': observations.submission, 'row_number': observations.row_number}, editions.edition
    ) AS cell
FROM core.observations
INNER JOIN editions ON observations.submission = editions.submission
SEMI JOIN rules ON observations.source = rules.rates
WHERE starts_with(observations.indicator, 'eur-rate-') AND observations.value > 0
GROUP BY ALL
