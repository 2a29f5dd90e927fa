-- The rows of the staged file that could be read, as the audit sees them: the file's own columns and
-- the row's number in it. Grain: one row per row of the file, row_number counts from 1.
-- Variables: staged (path of the Parquet file).
CREATE VIEW staged AS
SELECT file_row_number + 1 AS row_number, * EXCLUDE (file_row_number, refusal, left_out)
FROM read_parquet(getvariable('staged'), file_row_number = true)
WHERE refusal IS NULL AND left_out IS NULL
