-- Every row that may not be used: its line in the file as sent, the rule, the reason, the text.
-- Grain: one row per row or line and rule. Places: findings, staged, raw_row (the row of the file a
-- staged row was read from), originals. Reads: located, reject_errors.
-- Of a record with too many or too few columns the reader tells each column; one reason is enough.
-- A file without lines has no located text: its rows stand as they were read.
CREATE OR REPLACE TEMP TABLE set_aside AS
WITH unread AS (
    SELECT
        line_byte_position,
        column_name,
        error_type,
        error_message
    FROM reject_errors
    QUALIFY error_type NOT IN ('MISSING COLUMNS', 'TOO MANY COLUMNS')
        OR row_number() OVER (
            PARTITION BY line_byte_position, error_type
            ORDER BY CASE error_type WHEN 'TOO MANY COLUMNS' THEN -column_idx ELSE column_idx END
        ) = 1
),

staged AS (
    SELECT file_row_number + 1 AS row_number, <<raw_row>> AS raw_row, * EXCLUDE (file_row_number)
    FROM read_parquet(<<staged>>, file_row_number = true)
),

original AS (
    <<originals>>
),

unusable AS (
    SELECT
        CAST(NULL AS BIGINT) AS row_number,
        CAST(NULL AS VARCHAR) AS place,
        CAST(NULL AS VARCHAR) AS as_read,
        located.line,
        located.original,
        CASE error_type
            WHEN 'CAST' THEN 'date-readable'
            WHEN 'MISSING COLUMNS' THEN 'columns-complete'
            WHEN 'TOO MANY COLUMNS' THEN 'columns-complete'
            WHEN 'INVALID ENCODING' THEN 'text-utf-8'
            ELSE 'line-readable'
        END AS rule,
        CASE error_type
            WHEN 'CAST'
            THEN column_name || ' ''' || regexp_extract(error_message, '(?s)string "(.*)" to', 1)
                || ''' is not a date; write it as 2024-12-31'
            WHEN 'INVALID ENCODING' THEN 'the line is not UTF-8 text; save the file as UTF-8'
            WHEN 'UNQUOTED VALUE'
            THEN 'a quote is opened and not closed where its value ends; '
                || 'write a quote within a quoted value twice'
            ELSE regexp_replace(
                lower(split_part(error_message, chr(10), 1)),
                'expected number of columns: (\d+) found: (\d+)',
                'expected \1 columns, found \2'
            )
        END AS reason
    FROM unread
    INNER JOIN located ON unread.line_byte_position = located.refused_at
    UNION ALL BY NAME
    SELECT
        findings.row_number,
        staged.place,
        -- What a cell of our own table says that was not understood is shown as it was typed.
        CASE
            WHEN original.typed IS NULL THEN to_json(staged)
            ELSE json_merge_patch(to_json(staged), original.typed)
        END AS as_read,
        coalesce(located.line, staged.raw_row) AS line,
        coalesce(located.original, original.original) AS original,
        findings.rule,
        findings.reason
    FROM read_parquet(<<findings>>) AS findings
    INNER JOIN staged USING (row_number)
    LEFT JOIN located ON staged.raw_row = located.row_number
    LEFT JOIN original ON staged.raw_row = original.raw_row
    WHERE findings.severity = 'critical'
)

SELECT DISTINCT line, rule, reason, original, row_number, place, as_read
FROM unusable
