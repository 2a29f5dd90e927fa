-- What rules say of rows that are published all the same; of a row set aside that is not told.
-- Grain: one row per rule. Places: findings, staged. Reads nothing else.
WITH findings AS (
    SELECT * FROM read_parquet(<<findings>>)
)

SELECT
    findings.rule,
    count(DISTINCT findings.row_number) AS lines,
    any_value(findings.reason ORDER BY findings.row_number) AS example,
    any_value(
        coalesce(staged.place, 'row ' || findings.row_number) ORDER BY findings.row_number
    ) AS first_place
FROM findings
INNER JOIN (
    SELECT file_row_number + 1 AS row_number, place
    FROM read_parquet(<<staged>>, file_row_number = true)
) AS staged USING (row_number)
ANTI JOIN (SELECT row_number FROM findings WHERE severity = 'critical') AS refused USING (row_number)
WHERE findings.severity <> 'critical'
GROUP BY findings.rule
ORDER BY lines DESC, findings.rule
