-- The last judgement that wrote anything: one row or none. Parameters: as_of (only those of this
-- day), recorded_before (only those recorded before); NULL: no limit.
SELECT judgement, as_of, register_version, recorded_at, home_party, reviewed_version,
    ledger_snapshot, method
FROM ops.judgements
WHERE
    ($as_of IS NULL OR as_of = CAST($as_of AS DATE))
    AND ($recorded_before IS NULL OR recorded_at < CAST($recorded_before AS TIMESTAMP))
ORDER BY judgement DESC
LIMIT 1
