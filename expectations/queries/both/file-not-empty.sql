-- A file of which no row is left to judge, where it has rows: what speaks against the first one.
-- Grain: one row, or none. Placeholder: batch.
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    concat(
        'none of the ', count(*), ' rows can be used; of the first: ',
        any_value(coalesce(left_out, refusal) ORDER BY row_number)
    ) AS reason
FROM unread
WHERE (SELECT count(*) FROM {batch}) = 0
HAVING count(*) > 0
