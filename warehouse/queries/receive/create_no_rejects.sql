-- What a reader of lines refused, of a file that has none. Grain: no rows.
CREATE OR REPLACE TEMP TABLE reject_errors (
    line_byte_position BIGINT,
    column_idx BIGINT,
    column_name VARCHAR,
    error_type VARCHAR,
    error_message VARCHAR
)
