-- The last file of the same source and form that speaks of one of these parties, of no later edition:
-- its columns, and the indicators it spoke of. A correction has the columns of what it corrects and is
-- none of them.
-- Grain: one row or none. Parameters: source, form (NULL: our tidy table), submission (this one,
-- which is not meant), published_on (its edition), parties (NULL: any file will do).
WITH files AS (
    SELECT submission, file, columns, published_on, received_at
    FROM ops.current_submissions
    WHERE
        source = $source AND form IS NOT DISTINCT FROM $form AND submission <> $submission
        AND published_on <= CAST($published_on AS DATE)
        AND rows_accepted > 0 AND len(columns) > 0 AND corrects IS NULL
),

last_file AS (
    SELECT submission, file, columns
    FROM files
    WHERE
        $parties IS NULL
        OR submission IN (
            SELECT observations.submission
            FROM core.observations
            WHERE
                observations.submission IN (SELECT files.submission FROM files)
                AND list_contains(CAST($parties AS VARCHAR[]), observations.party)
        )
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
