-- Whether the reader refused dates for what nobody sees around them, or where nothing can be seen.
-- Grain: one row. Reads: reject_errors, trimmed.
SELECT count(*) > 0
FROM (
    SELECT trimmed(regexp_extract(error_message, '(?s)string "(.*)" to', 1)) AS sent
    FROM reject_errors
    WHERE error_type = 'CAST'
)
WHERE sent = '' OR try_strptime(sent, '%Y-%m-%d') IS NOT NULL
