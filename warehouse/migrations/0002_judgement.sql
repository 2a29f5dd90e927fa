-- What was judged, when, by which register, and what was sent about it.

-- One row per judgement that wrote anything.
CREATE TABLE ops.judgements (
    judgement BIGINT NOT NULL,
    as_of DATE NOT NULL,
    register_version VARCHAR NOT NULL,
    home_party VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    ledger_snapshot BIGINT NOT NULL
);

-- One row per version of the register that was judged by, with its content.
CREATE TABLE ops.register_versions (
    register_version VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    content VARCHAR NOT NULL
);

-- One row per commitment, party, period and content; valid from one judgement until another.
CREATE TABLE out.assessments (
    assessment VARCHAR NOT NULL,
    commitment VARCHAR NOT NULL,
    arrangement VARCHAR NOT NULL,
    party VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    verdict VARCHAR NOT NULL,
    timeliness VARCHAR NOT NULL,
    value DECIMAL(38, 18),
    target DECIMAL(38, 18),
    required DECIMAL(38, 18),
    unit VARCHAR NOT NULL,
    gap DECIMAL(38, 18),
    gap_usd DECIMAL(38, 2),
    provisional BOOLEAN NOT NULL,
    fragile BOOLEAN NOT NULL,
    due_on DATE NOT NULL,
    kept_on DATE,
    days_late INTEGER,
    published_on DATE,
    reason VARCHAR NOT NULL,
    is_illustrative BOOLEAN NOT NULL,
    unmet_since VARCHAR,
    rule_hash VARCHAR NOT NULL,
    exception VARCHAR,
    evidence STRUCT(role VARCHAR, submission VARCHAR, row_number BIGINT)[] NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT
);

-- One row per verdict that differs from the judgement before.
CREATE TABLE out.changes (
    judgement BIGINT NOT NULL,
    as_of DATE NOT NULL,
    commitment VARCHAR NOT NULL,
    arrangement VARCHAR NOT NULL,
    party VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    from_verdict VARCHAR,
    to_verdict VARCHAR,
    from_value DECIMAL(38, 18),
    to_value DECIMAL(38, 18),
    unit VARCHAR NOT NULL,
    cause VARCHAR NOT NULL
);

-- One row per letter to one audience; `sent_at` is empty until it has been handed over.
CREATE TABLE ops.deliveries (
    delivery VARCHAR NOT NULL,
    audience VARCHAR NOT NULL,
    arrangement VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    subject VARCHAR NOT NULL,
    letter VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,
    channel VARCHAR,
    sent_at TIMESTAMP
);
