-- The submission with this hash, the accepted one if it was ever accepted: one row or none.
-- Parameters: sha256.
SELECT
    submission, source, published_on, file, received_at, rows_accepted > 0 AS is_accepted,
    coalesce(is_day_assumed, false) AS is_day_assumed
FROM ops.submissions
WHERE sha256 = $sha256
ORDER BY is_accepted DESC, received_at DESC
LIMIT 1
