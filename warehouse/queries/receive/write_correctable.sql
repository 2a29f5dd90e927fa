-- The rows of a source that were set aside and that nothing has corrected yet.
-- Grain: one row per row or line set aside. Places: path. Parameters: source.
COPY (
    SELECT DISTINCT
        open_rows.key,
        coalesce(submissions.corrects, submissions.submission) AS submission,
        submissions.published_on
    FROM raw.open_set_aside AS open_rows
    INNER JOIN ops.current_submissions AS submissions USING (submission)
    WHERE submissions.source = $source
) TO <<path>> (FORMAT parquet, COMPRESSION zstd)
