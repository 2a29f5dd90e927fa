-- The rows that were asked for and found. Grain: one row per row of the submission.
SELECT row_number, line, original FROM located WHERE row_number IS NOT NULL ORDER BY row_number
