-- The shape of the findings. Grain: no rows. Parameters: none.
SELECT
    CAST(NULL AS BIGINT) AS row_number,
    CAST(NULL AS VARCHAR) AS rule,
    CAST(NULL AS VARCHAR) AS severity,
    CAST(NULL AS VARCHAR) AS reason
WHERE false
