-- Everything received, the newest first. Grain: one row per submission.
-- Parameters: source, status (NULL: all).
SELECT
    submission, sha256, source, published_on, file, status, rows_read, rows_accepted,
    rows_set_aside, reasons, notices, corrects, quality_page, received_at,
    submission IN (
        SELECT submission FROM ops.withdrawals
        GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
    ) AS is_withdrawn
FROM ops.submissions
WHERE ($source IS NULL OR source = $source) AND ($status IS NULL OR status = $status)
ORDER BY received_at DESC, file
