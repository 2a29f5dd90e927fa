-- A submission of activities as Parquet, typed, in the order sent.
-- Grain: one row per row the reader could take. Places: file, delimiter, columns, absent, staged,
-- nameless (what stands under no name), sent (the columns as sent), no_day (why a date is none),
-- no_row (why a line is no row).
COPY (
    SELECT
        source, published_on, activity, kind, initiator, responder, stage, occurred_on, priority, note,
        corrects,
        CAST(NULL AS VARCHAR) AS place,
        CASE
            WHEN kind IS NULL AND stage IS NULL
            THEN <<no_row>>
            WHEN <<nameless>> IS NOT NULL
            THEN quoted(<<nameless>>) || ' stands in a column without a name; name it, or see that '
                || 'values stand under their own headings'
            ELSE no_day
        END AS refusal,
        CAST(NULL AS VARCHAR) AS left_out,
        CAST(NULL AS VARCHAR) AS doubt
    FROM (
        SELECT <<sent>>, <<no_day>> AS no_day<<absent>>
        FROM read_csv(
            <<file>>,
            columns = <<columns>>,
            auto_detect = false,
            compression = 'none',
            header = true,
            delim = <<delimiter>>,
            quote = '"',
            escape = '"',
            nullstr = '',
            dateformat = '%Y-%m-%d',
            store_rejects = true
        )
    )
) TO <<staged>> (FORMAT parquet, COMPRESSION zstd)
