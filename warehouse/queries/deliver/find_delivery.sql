-- Whether this content was written for this audience before: one row or none.
-- Parameters: audience, content_hash.
SELECT delivery FROM ops.deliveries WHERE audience = $audience AND content_hash = $content_hash
