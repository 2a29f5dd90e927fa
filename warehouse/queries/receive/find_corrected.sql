-- The submission whose set-aside rows these rows send again: the edition that was corrected first,
-- of a correction none of whose rows could be used as well. One row or none.
-- Places: published, staged.
WITH sent AS (
    SELECT corrects, 1 AS place FROM read_parquet(<<published>>)
    UNION ALL
    SELECT corrects, 2 AS place FROM read_parquet(<<staged>>)
)

SELECT coalesce(ancestor.corrects, ancestor.submission) AS corrects
FROM sent
INNER JOIN ops.current_submissions AS ancestor
    ON split_part(sent.corrects, ':', 1) = ancestor.submission
ORDER BY sent.place, ancestor.received_at
LIMIT 1
