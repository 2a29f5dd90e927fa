-- Promises of which the register at hand says otherwise than that of a version when evidence is due.
-- Grain: one row per commitment. Parameters: register_version. Reads: rules.
CREATE OR REPLACE TEMP TABLE redated AS
WITH judged_by AS (
    SELECT unnest(
        from_json(
            content,
            '{"commitments": [{
                "id": "VARCHAR", "reporting": {"due_days": "INTEGER", "delinquent_days": "INTEGER"}
            }]}'
        ).commitments,
        recursive := true
    )
    FROM ops.register_versions
    WHERE register_version = $register_version
)

SELECT rules.commitment
FROM rules
INNER JOIN judged_by ON rules.commitment = judged_by.id
WHERE
    rules.due_days <> judged_by.due_days
    OR rules.delinquent_days <> judged_by.delinquent_days
