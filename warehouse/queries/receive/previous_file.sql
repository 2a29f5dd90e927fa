-- The last file of the same source and form: its columns, and the indicators it spoke of.
-- Grain: one row or none. Parameters: source, form (NULL: our tidy table), submission (this one,
-- which is not meant).
WITH last_file AS (
    SELECT submission, file, columns
    FROM ops.current_submissions
    WHERE
        source = $source AND form IS NOT DISTINCT FROM $form AND submission <> $submission
        AND rows_accepted > 0 AND len(columns) > 0
    ORDER BY published_on DESC, received_at DESC
    LIMIT 1
)

SELECT
    file,
    columns,
    coalesce(
        (
            SELECT list_sort(list(DISTINCT indicator))
            FROM core.observations
            WHERE submission IN (SELECT last_file.submission FROM last_file)
        ),
        []
    ) AS indicators
FROM last_file
