-- The submissions an arrangement's assessments rest on. Grain: one row per submission.
-- Places: relation. Parameters: arrangement, party (whose own obligations are shown as well).
SELECT DISTINCT
    submissions.source, submissions.published_on, submissions.file, submissions.sha256,
    submissions.is_illustrative, submissions.rows_read, submissions.rows_set_aside
FROM (
    SELECT DISTINCT unnest(list_transform(evidence, lambda cell: cell.submission)) AS submission
    FROM <<relation>>
    WHERE arrangement = $arrangement OR party = $party
)
INNER JOIN ops.current_submissions AS submissions USING (submission)
ORDER BY ALL
