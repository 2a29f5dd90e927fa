-- The newest attempt at an address that did not fail: one row or none.
-- Parameters: source, address_hash.
SELECT *
FROM ops.collections
WHERE source = $source AND address_hash = $address_hash AND outcome <> 'failed'
ORDER BY requested_at DESC
LIMIT 1
