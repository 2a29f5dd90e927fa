-- What publishers were asked for, and what to compare by the next time.

-- One row per attempt to collect a source. `address` has no query; `address_hash` is of the whole.
CREATE TABLE ops.collections (
    source VARCHAR NOT NULL,
    requested_at TIMESTAMP NOT NULL,
    outcome VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    address_hash VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    status INTEGER,
    size_bytes BIGINT,
    sha256 VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    file VARCHAR,
    may_pass BOOLEAN
);
