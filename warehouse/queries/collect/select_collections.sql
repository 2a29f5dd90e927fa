-- Attempts to collect, the newest first. Grain: one row per attempt.
-- Parameters: source (NULL lets every one pass).
SELECT *
FROM ops.collections
WHERE $source IS NULL OR source = $source
ORDER BY requested_at DESC, source
