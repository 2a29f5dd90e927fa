-- Withdraw what was published after a day, to see what was known until then. Parameters: source,
-- published_on, at.
INSERT INTO ops.withdrawals
SELECT submission, true, 'pledgewatch receive', 'not published yet', CAST($at AS TIMESTAMP)
FROM ops.current_submissions
WHERE source = $source AND published_on > $published_on
