-- The other rows: not written as declared, or declared to be no data.
-- Grain: one row per such row of the file. Variables: staged (path of the Parquet file).
CREATE VIEW unread AS
SELECT file_row_number + 1 AS row_number, refusal, left_out
FROM read_parquet(getvariable('staged'), file_row_number = true)
WHERE refusal IS NOT NULL OR left_out IS NOT NULL
