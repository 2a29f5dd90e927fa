-- The indicators the source declares. Grain: one row per indicator. Parameters: none.
CREATE TABLE declared_indicator (
    indicator VARCHAR,
    unit VARCHAR,
    minimum DECIMAL(38, 18),
    maximum DECIMAL(38, 18),
    is_dated BOOLEAN,
    is_planned BOOLEAN
)
