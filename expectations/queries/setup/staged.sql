-- The staged file as the audit sees it: its own columns and the row's number in the file.
-- Grain: one row per row of the file, row_number counts from 1.
-- Variables: staged (path of the Parquet file).
CREATE VIEW staged AS
SELECT file_row_number + 1 AS row_number, * EXCLUDE (file_row_number)
FROM read_parquet(getvariable('staged'), file_row_number = true)
