-- Keep the text of the files that were judged by, once a version.
-- Parameters: reviewed_version, files (JSON).
INSERT INTO ops.reviewed_files
SELECT $reviewed_version, path, content
FROM (
    SELECT unnest(from_json($files, '[{"path": "VARCHAR", "content": "VARCHAR"}]'), recursive := true)
)
WHERE NOT EXISTS (
    SELECT 1 FROM ops.reviewed_files WHERE reviewed_version = $reviewed_version
)
