-- The rows of a staged submission that may be used, in the shape of core.activities.
-- Grain: one row per row accepted. Places: staged, findings, published.
-- Parameters: submission, recorded_at, is_illustrative.
COPY (
    SELECT
        $submission AS submission,
        file_row_number + 1 AS row_number,
        source,
        published_on,
        CAST($recorded_at AS TIMESTAMP) AS recorded_at,
        activity,
        kind,
        initiator,
        responder,
        stage,
        occurred_on,
        note,
        CAST($is_illustrative AS BOOLEAN) AS is_illustrative,
        place,
        corrects,
        priority
    FROM read_parquet(<<staged>>, file_row_number = true)
    WHERE file_row_number + 1 NOT IN (
        SELECT row_number FROM read_parquet(<<findings>>) WHERE severity = 'critical'
    )
) TO <<published>> (FORMAT parquet, COMPRESSION zstd)
