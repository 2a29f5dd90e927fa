-- Rows in another unit than their indicator is declared in. Grain: one row per offending row.
-- Placeholder: batch. A unit declared as currency may be any currency (ISO 4217), and none is no unit.
SELECT
    staged.row_number,
    'unit ' || shown(staged.unit) || ' was sent, indicator ' || shown(staged.indicator)
        || ' is declared in ' || shown(declared_indicator.unit)
        || CASE
            WHEN starts_with(declared_indicator.unit, 'currency')
            THEN ': write its code (ISO 4217), ' || replace(declared_indicator.unit, 'currency', 'eur')
            ELSE ''
        END AS reason
FROM {batch} AS staged
INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
WHERE NOT coalesce(
    CASE WHEN starts_with(declared_indicator.unit, 'currency')
        THEN substr(staged.unit, 4) = substr(declared_indicator.unit, 9)
            AND left(staged.unit, 3) IN (SELECT known_currency.currency FROM known_currency)
        ELSE staged.unit = declared_indicator.unit
    END,
    false
)
