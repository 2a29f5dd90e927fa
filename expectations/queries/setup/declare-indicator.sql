-- Declares one indicator. Grain: one row. Parameters: id, unit, minimum, maximum,
-- is_dated, is_planned.
INSERT INTO declared_indicator VALUES (
    :id, :unit, CAST(:minimum AS DECIMAL(38, 18)), CAST(:maximum AS DECIMAL(38, 18)), :is_dated,
    :is_planned
)
