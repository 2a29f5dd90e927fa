-- The ledger: what was received, what may be used, what was set aside.
CREATE SCHEMA IF NOT EXISTS raw;
CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS out;
CREATE SCHEMA IF NOT EXISTS ops;

-- One row per migration applied and view created, with the text it had.
CREATE TABLE ops.migrations (name VARCHAR NOT NULL, content VARCHAR NOT NULL);

-- One row per row received that may not be used; `original` is the text as sent.
CREATE TABLE raw.set_aside (
    submission VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    rule VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    original VARCHAR
);

-- One row per cell published: append-only, never updated.
CREATE TABLE core.observations (
    submission VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    published_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    party VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    value DECIMAL(38, 18),
    unit VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    due_on DATE,
    occurred_on DATE,
    note VARCHAR,
    is_illustrative BOOLEAN NOT NULL
);

-- One row per stage reached by one activity: append-only by edition.
CREATE TABLE core.activities (
    submission VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    published_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    activity VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    initiator VARCHAR NOT NULL,
    responder VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    occurred_on DATE NOT NULL,
    note VARCHAR,
    is_illustrative BOOLEAN NOT NULL
);

-- One row per submission received, whatever became of it.
CREATE TABLE ops.submissions (
    submission VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    source VARCHAR,
    published_on DATE,
    file VARCHAR NOT NULL,
    archived_as VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    received_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_accepted BIGINT NOT NULL,
    rows_set_aside BIGINT NOT NULL,
    reasons VARCHAR[] NOT NULL,
    quality_page VARCHAR,
    is_illustrative BOOLEAN NOT NULL
);

-- One row per rule checked on one submission.
CREATE TABLE ops.quality_results (
    submission VARCHAR NOT NULL,
    rule VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    passed BOOLEAN NOT NULL,
    rows_unexpected BIGINT NOT NULL,
    message VARCHAR NOT NULL
);
