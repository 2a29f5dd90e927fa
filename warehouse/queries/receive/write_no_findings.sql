-- The audit of a file of which no row could be read: nothing. Grain: no rows. Places: findings.
COPY (
    SELECT
        CAST(NULL AS BIGINT) AS row_number,
        CAST(NULL AS VARCHAR) AS rule,
        CAST(NULL AS VARCHAR) AS severity,
        CAST(NULL AS VARCHAR) AS reason
    WHERE false
) TO <<findings>> (FORMAT parquet)
