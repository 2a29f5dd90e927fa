-- Where on a sheet the rows stand that may be published: rows, and columns as letters where told.
-- Grain: one row per cell, or row, of the sheet. Places: staged. Parameters: sheet (as places begin).
SELECT DISTINCT
    CAST(regexp_extract(substr(place, length($sheet) + 1), '^[A-Z]*(\d+)', 1) AS INTEGER) AS at,
    regexp_extract(substr(place, length($sheet) + 1), '^([A-Z]*)\d', 1) AS letters
FROM read_parquet(<<staged>>)
WHERE refusal IS NULL AND left_out IS NULL AND starts_with(place, $sheet)
