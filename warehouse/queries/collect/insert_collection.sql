-- Record one attempt to collect a source. Parameters: one per column.
INSERT INTO ops.collections
VALUES (
    $source, $requested_at, $outcome, $address, $address_hash, $message, $status, $size_bytes,
    $sha256, $etag, $last_modified, $file, $may_pass
)
