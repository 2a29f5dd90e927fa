-- The indicators that promises of an amount name: what is owed, delivered or settled, and each stage.
-- Grain: one row per commitment, role and indicator. Parameters: named.
CREATE OR REPLACE TEMP TABLE named AS
SELECT unnest(
    from_json($named, '[{"commitment": "VARCHAR", "role": "VARCHAR", "indicator": "VARCHAR"}]'),
    recursive := true
)
