-- What rules warned of in submissions that were published all the same. Grain: one row per
-- submission and rule. Parameters: submissions.
SELECT submissions.file, results.rule, results.message, submissions.published_on
FROM ops.quality_results AS results
INNER JOIN ops.current_submissions AS submissions USING (submission)
WHERE
    list_contains($submissions, submissions.sha256)
    AND NOT results.passed AND results.severity = 'warning'
ORDER BY submissions.published_on DESC, submissions.file, results.rule
