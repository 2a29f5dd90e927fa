-- The records that are asked for, as found in the file as sent.
-- Grain: one row per record; of row_number and refused_at exactly one is given.
CREATE OR REPLACE TEMP TABLE located (
    row_number BIGINT,
    refused_at BIGINT,
    line BIGINT NOT NULL,
    original VARCHAR NOT NULL
)
