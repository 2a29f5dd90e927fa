-- Record one judgement. Parameters: one per column.
-- It is recorded no earlier than the newest submission it may rest on: of those that come at once each
-- is received a moment after the one before.
INSERT INTO ops.judgements BY NAME
SELECT
    $judgement AS judgement,
    $as_of AS as_of,
    $register_version AS register_version,
    $home_party AS home_party,
    greatest(CAST($recorded_at AS TIMESTAMP), (SELECT max(received_at) FROM ops.submissions))
        AS recorded_at,
    $reviewed_version AS reviewed_version,
    $ledger_snapshot AS ledger_snapshot,
    $method AS method
