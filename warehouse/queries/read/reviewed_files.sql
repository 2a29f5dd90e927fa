-- The files of one version, by path. Grain: one row per file. Parameters: reviewed_version.
SELECT path, content
FROM ops.reviewed_files
WHERE reviewed_version = $reviewed_version
ORDER BY path
