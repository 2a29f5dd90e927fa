-- The rows of a submission that are set aside and not corrected yet, as they are to be corrected.
-- Grain: one row per row or line. Parameters: submission, most.
SELECT
    open_rows.key,
    any_value(coalesce(open_rows.place, 'line ' || open_rows.line)) AS place,
    any_value(open_rows.original) AS original,
    any_value(open_rows.as_read) AS as_read,
    list(open_rows.rule ORDER BY open_rows.rule) AS rules,
    list(open_rows.reason ORDER BY open_rows.rule) AS reasons,
    any_value(CASE WHEN submissions.form IS NULL THEN submissions.columns END) AS columns,
    count(*) OVER () AS rows_open
FROM raw.open_set_aside AS open_rows
INNER JOIN ops.current_submissions AS submissions USING (submission)
WHERE open_rows.submission = $submission AND open_rows.rule <> 'left-out'
GROUP BY open_rows.key
ORDER BY min(open_rows.line), min(open_rows.row_number), open_rows.key
LIMIT $most
