-- Letters written and not handed over yet, the oldest first. Grain: one row per letter.
SELECT delivery, audience, letter
FROM ops.deliveries
WHERE sent_at IS NULL
ORDER BY written_at, audience
