-- Record one judgement. Parameters: one per column; the ledger's snapshot is read here.
INSERT INTO ops.judgements
SELECT
    $judgement, $as_of, $register_version, $home_party, $recorded_at,
    (SELECT max(snapshot_id) FROM lake.snapshots())
