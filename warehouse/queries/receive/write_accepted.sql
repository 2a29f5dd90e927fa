-- What was accepted of the editions whose set-aside rows a staged file sends again.
-- Grain: one row per figure. Places: path, staged.
COPY (
    WITH corrected AS (
        SELECT DISTINCT submissions.source, submissions.published_on
        FROM read_parquet(<<staged>>) AS staged
        INNER JOIN ops.current_submissions AS submissions
            ON split_part(staged.corrects, ':', 1) = submissions.submission
    )

    SELECT DISTINCT party, indicator, period, item, occurred_on
    FROM core.observations
    SEMI JOIN corrected USING (source, published_on)
    WHERE submission NOT IN (
        SELECT submission FROM ops.withdrawals GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
    )
) TO <<path>> (FORMAT parquet, COMPRESSION zstd)
