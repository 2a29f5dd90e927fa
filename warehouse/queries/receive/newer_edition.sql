-- The first edition of a source after a day, that of a file that is received. Grain: one row.
-- Parameters: source, published_on.
SELECT min(published_on)
FROM ops.current_submissions
WHERE
    source = $source
    AND published_on > $published_on
    AND rows_accepted > 0
    AND corrects IS NULL
    AND submission NOT IN (
        SELECT submission FROM ops.withdrawals GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
    )
