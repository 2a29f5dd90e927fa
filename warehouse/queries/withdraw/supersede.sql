-- Withdraw a submission and what corrects it, since another takes its place.
-- Parameters: submission, reason, recorded_at.
INSERT INTO ops.withdrawals
SELECT submission, true, 'pledgewatch receive', $reason, CAST($recorded_at AS TIMESTAMP)
FROM ops.current_submissions
WHERE submission = $submission OR corrects = $submission
