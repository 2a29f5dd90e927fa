-- Add records that were found. Parameters: four lists of equal length.
INSERT INTO located
SELECT
    unnest(CAST($row_numbers AS BIGINT[])),
    unnest(CAST($refusals AS BIGINT[])),
    unnest(CAST($lines AS BIGINT[])),
    unnest(CAST($originals AS VARCHAR[]))
