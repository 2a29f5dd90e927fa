-- What is known of a submission, with the decision that counts: one row or none.
-- Parameters: submission.
SELECT
    submissions.submission,
    submissions.file,
    submissions.source,
    submissions.published_on,
    submissions.rows_accepted,
    coalesce(decided.is_withdrawn, false) AS is_withdrawn,
    decided.author,
    decided.reason
FROM ops.current_submissions AS submissions
LEFT JOIN (
    SELECT
        submission,
        arg_max(is_withdrawn, recorded_at) AS is_withdrawn,
        arg_max(author, recorded_at) AS author,
        arg_max(reason, recorded_at) AS reason
    FROM ops.withdrawals
    GROUP BY submission
) AS decided USING (submission)
WHERE submissions.submission = $submission
