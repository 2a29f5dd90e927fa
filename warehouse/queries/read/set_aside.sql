-- Rows that may not be used and are not corrected yet, in the order of their files.
-- Grain: one row per line and rule.
-- Parameters: submission, source (NULL: all).
SELECT
    set_aside.submission, submissions.file, set_aside.line, set_aside.row_number,
    set_aside.place, set_aside.rule, set_aside.reason, set_aside.original
FROM raw.open_set_aside AS set_aside
INNER JOIN ops.current_submissions AS submissions USING (submission)
WHERE
    ($submission IS NULL OR set_aside.submission = $submission)
    AND ($source IS NULL OR submissions.source = $source)
ORDER BY submissions.received_at DESC, submissions.file, set_aside.line, set_aside.row_number,
    set_aside.rule
