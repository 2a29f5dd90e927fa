-- The cells that assessments rest on, with where each came from.
-- Grain: one row per assessment and cell. Places: relation. Parameters: assessments (list).
WITH cells AS (
    SELECT assessment, unnest(evidence, recursive := true)
    FROM <<relation>>
    WHERE list_contains($assessments, assessment)
),

rows AS (
    SELECT
        cells.assessment, cells.role, observations.submission, observations.row_number, observations.source,
        observations.published_on, observations.indicator AS subject,
        observations.period, observations.value,
        observations.unit, observations.status, observations.due_on, observations.occurred_on,
        observations.note, observations.place
    FROM core.observations
    INNER JOIN cells USING (submission, row_number)
    UNION ALL BY NAME
    SELECT
        cells.assessment, cells.role, activities.submission, activities.row_number, activities.source,
        activities.activity, activities.published_on, activities.activity || ' ' || activities.stage AS subject,
        activities.occurred_on, activities.note,
        activities.place
    FROM core.activities
    INNER JOIN cells USING (submission, row_number)
)

SELECT
    rows.assessment, rows.role, rows.source, rows.published_on, rows.subject, rows.period, rows.value, rows.unit, rows.status,
    rows.due_on, rows.occurred_on, rows.note, rows.place, rows.submission, rows.row_number,
    submissions.file, submissions.sha256, submissions.archived_as
FROM rows
INNER JOIN ops.current_submissions AS submissions USING (submission)
ORDER BY
    rows.assessment, rows.activity, rows.role <> 'value', CASE WHEN rows.activity IS NULL THEN rows.role END,
    rows.occurred_on, rows.row_number
