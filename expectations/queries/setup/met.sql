-- The rows of the file that meet a figure that stands, each matched once for all rules.
-- Grain: one row per row that meets one. Reads: staged, standing, declared_indicator.
-- What tells dated figures apart is worked out before the join: a join by more than equality would
-- compare every row with every figure.
CREATE TABLE met AS
WITH sent AS (
    SELECT
        staged.row_number, staged.party, staged.indicator, staged.period,
        CASE WHEN is_dated THEN staged.item END AS dated_item,
        CASE WHEN is_dated THEN staged.occurred_on END AS dated_on
    FROM staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
),
stood AS (
    SELECT
        standing.party, standing.indicator, standing.period, standing.value, standing.unit,
        standing.published_on,
        CASE WHEN is_dated THEN standing.item END AS dated_item,
        CASE WHEN is_dated THEN standing.occurred_on END AS dated_on
    FROM standing
    INNER JOIN declared_indicator ON standing.indicator = declared_indicator.indicator
)
SELECT sent.row_number, stood.value, stood.unit, stood.published_on
FROM sent
INNER JOIN stood
    ON
        sent.party = stood.party
        AND sent.indicator = stood.indicator
        AND sent.period = stood.period
        AND sent.dated_item IS NOT DISTINCT FROM stood.dated_item
        AND sent.dated_on IS NOT DISTINCT FROM stood.dated_on
