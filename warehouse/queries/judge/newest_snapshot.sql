-- The newest snapshot of the ledger. Grain: one row.
SELECT max(snapshot_id) FROM lake.snapshots()
