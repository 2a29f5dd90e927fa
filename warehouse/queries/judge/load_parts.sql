-- The parts of composite commitments, in the order they are written.
-- Grain: one row per composite and part. Parameters: parts.
CREATE OR REPLACE TEMP TABLE parts AS
SELECT unnest(
    from_json($parts, '[{"commitment": "VARCHAR", "part": "VARCHAR", "number": "INTEGER"}]'),
    recursive := true
)
