-- The submission whose set-aside rows these rows send again: one row or none. Places: published.
SELECT coalesce(ancestor.corrects, ancestor.submission) AS corrects
FROM read_parquet(<<published>>) AS published
INNER JOIN ops.current_submissions AS ancestor
    ON split_part(published.corrects, ':', 1) = ancestor.submission
LIMIT 1
