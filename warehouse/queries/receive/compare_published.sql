-- The figures of a submission beside those they meet in the ledger, which stand or stood newer.
-- Grain: one row per figure sent that meets another. Places: published. Parameters: source,
-- corrects (the submission it corrects, NULL for none).
CREATE OR REPLACE TEMP TABLE met AS
WITH sent AS (
    SELECT * FROM read_parquet(<<published>>)
)

SELECT
    sent.party, sent.indicator, sent.period, sent.unit,
    standing.value AS from_value,
    sent.value AS to_value,
    standing.published_on AS from_edition,
    sent.published_on >= standing.published_on AS counts,
    standing.value IS DISTINCT FROM sent.value AS differs
FROM sent
INNER JOIN core.current_observations AS standing
    ON sent.source = standing.source
    AND sent.party = standing.party
    AND sent.indicator = standing.indicator
    AND sent.period = standing.period
    AND sent.series IS NOT DISTINCT FROM standing.series
    AND sent.item IS NOT DISTINCT FROM standing.item
    AND sent.occurred_on IS NOT DISTINCT FROM standing.occurred_on
WHERE standing.source = $source
