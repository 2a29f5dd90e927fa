-- A file of lines has its text located. Grain: no rows.
SELECT
    CAST(NULL AS BIGINT) AS raw_row,
    CAST(NULL AS VARCHAR) AS original,
    CAST(NULL AS JSON) AS typed
WHERE false
