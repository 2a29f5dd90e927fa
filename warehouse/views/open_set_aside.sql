-- Rows and lines that may not be used and that no row of a submission in force corrects, itself or by
-- way of a correction that was set aside and corrected in turn; none of a submission withdrawn.
-- Grain: one row per row or line and rule. `key` is what a correction names.
CREATE OR REPLACE VIEW raw.open_set_aside AS
WITH RECURSIVE withdrawn AS (
    SELECT submission FROM ops.withdrawals GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
),

keyed AS (
    SELECT
        *,
        submission || ':' || coalesce(CAST(row_number AS VARCHAR), 'line-' || line) AS key
    FROM raw.set_aside
),

corrected AS (
    SELECT corrects FROM core.observations ANTI JOIN withdrawn USING (submission)
    WHERE corrects IS NOT NULL
    UNION
    SELECT corrects FROM core.activities ANTI JOIN withdrawn USING (submission)
    WHERE corrects IS NOT NULL
    UNION
    SELECT keyed.as_read ->> 'corrects' AS corrects
    FROM keyed
    INNER JOIN corrected ON keyed.key = corrected.corrects
    WHERE keyed.as_read ->> 'corrects' IS NOT NULL
)

SELECT *
FROM keyed
ANTI JOIN withdrawn USING (submission)
WHERE key NOT IN (SELECT corrects FROM corrected)
