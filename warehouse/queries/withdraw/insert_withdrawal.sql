-- Record a decision to withdraw a submission, or to take that back. Parameters: one per column.
INSERT INTO ops.withdrawals VALUES ($submission, $is_withdrawn, $author, $reason, $recorded_at)
