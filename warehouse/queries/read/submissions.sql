-- Everything received, the newest first. Grain: one row per submission.
-- Parameters: source, status, known_on (published by that day), recorded_before (received, and
-- withdrawn, before that time); NULL: all.
SELECT
    submission, sha256, source, published_on, file, status, rows_read, rows_accepted,
    rows_set_aside, reasons, notices, corrects, quality_page, received_at,
    submission IN (
        SELECT submission FROM ops.withdrawals
        WHERE $recorded_before IS NULL OR recorded_at < CAST($recorded_before AS TIMESTAMP)
        GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
    ) AS is_withdrawn
FROM ops.submissions
WHERE
    ($source IS NULL OR source = $source)
    AND ($status IS NULL OR status = $status)
    AND ($known_on IS NULL OR published_on <= CAST($known_on AS DATE))
    AND ($recorded_before IS NULL OR received_at < CAST($recorded_before AS TIMESTAMP))
ORDER BY received_at DESC, file
