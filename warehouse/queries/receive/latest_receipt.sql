-- When the last submission was received. Grain: one row.
SELECT max(received_at) AS received_at FROM ops.submissions
