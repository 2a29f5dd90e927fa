-- The columns of the last file of the same source and form. Grain: one row or none.
-- Parameters: source, form (NULL: our tidy table), submission (this one, which is not meant).
SELECT file, columns
FROM ops.current_submissions
WHERE
    source = $source AND form IS NOT DISTINCT FROM $form AND submission <> $submission
    AND rows_accepted > 0 AND len(columns) > 0
ORDER BY published_on DESC, received_at DESC
LIMIT 1
