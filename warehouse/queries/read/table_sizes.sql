-- How much the warehouse holds: one row.
SELECT
    (SELECT count(*) FROM core.observations) AS observations,
    (SELECT count(*) FROM core.activities) AS activities,
    (SELECT count(*) FROM ops.submissions) AS submissions,
    (SELECT count(*) FROM raw.set_aside) AS set_aside,
    (SELECT count(*) FROM out.assessments WHERE valid_until IS NULL) AS assessments,
    (SELECT max(snapshot_id) FROM lake.snapshots()) AS snapshot
