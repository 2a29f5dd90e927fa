-- The last judgement that wrote anything: one row or none.
SELECT judgement, as_of, register_version, recorded_at
FROM ops.judgements
ORDER BY judgement DESC
LIMIT 1
