-- Submissions whose last receipt no letter brings yet. Grain: one row per submission.
SELECT
    submissions.submission, sha256, source, published_on, file, status, rows_read, rows_accepted,
    rows_set_aside, reasons, notices, corrects, quality_page, received_at,
    false AS is_withdrawn
FROM ops.current_submissions AS submissions
WHERE NOT EXISTS (
    SELECT 1 FROM ops.deliveries
    WHERE
        deliveries.submission = submissions.submission
        AND deliveries.written_at >= submissions.received_at
)
ORDER BY received_at, file
