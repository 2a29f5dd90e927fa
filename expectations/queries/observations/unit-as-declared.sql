-- Rows in another unit than their indicator is declared in. Grain: one row per offending row.
-- Placeholder: batch.
SELECT
    staged.row_number,
    'unit ' || shown(staged.unit) || ' was sent, indicator ' || shown(staged.indicator)
        || ' is declared in ' || shown(declared_indicator.unit) AS reason
FROM {batch} AS staged
INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
WHERE staged.unit IS DISTINCT FROM declared_indicator.unit
