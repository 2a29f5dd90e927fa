-- The submissions that the fair shares of a period rest on. Grain: one row per submission.
-- Parameters: books, period. Reads: shares.
SELECT DISTINCT
    submissions.source, submissions.published_on, submissions.file, submissions.sha256,
    submissions.is_illustrative, submissions.rows_read, submissions.rows_set_aside
FROM (
    SELECT DISTINCT unnest([cell.submission, ability_cell.submission]) AS submission
    FROM shares
    WHERE list_contains($books, book) AND period = $period
)
INNER JOIN ops.current_submissions AS submissions USING (submission)
ORDER BY ALL
