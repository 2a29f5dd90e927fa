-- Put the notices into a receipt. Parameters: submission, received_at, notices.
UPDATE ops.submissions
SET notices = $notices
WHERE submission = $submission AND received_at = $received_at
