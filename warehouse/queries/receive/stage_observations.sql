-- A submission of observations as Parquet, typed, in the order sent.
-- Grain: one row per row the reader could take. Places: file, columns, absent, staged.
-- Reading a number straight into DECIMAL(38, 18) costs ten times as much as DECIMAL(18, 9), which
-- most figures fit exactly; only the others take the slow way.
-- A cast rounds what has more decimals than fit and skips underscores; such text is no value here.
COPY (
    SELECT
        source,
        published_on,
        party,
        indicator,
        period,
        CASE
            WHEN contains(value, '_') THEN NULL
            WHEN length(value) <= 18
                AND NOT contains(lower(value), 'e')
                AND (strpos(value, '.') = 0 OR length(value) - strpos(value, '.') <= 9)
            THEN coalesce(
                CAST(try_cast(value AS DECIMAL(18, 9)) AS DECIMAL(38, 18)),
                try_cast(value AS DECIMAL(38, 18))
            )
            WHEN length(rtrim(regexp_extract(value, '\.(\d*)', 1), '0'))
                - coalesce(try_cast(regexp_extract(value, '[eE](.*)', 1) AS INTEGER), 0) <= 18
            THEN try_cast(value AS DECIMAL(38, 18))
        END AS value,
        value IS NOT NULL AS has_value_text,
        unit,
        status,
        due_on,
        occurred_on,
        note
    FROM (
        SELECT *<<absent>>
        FROM read_csv(
            <<file>>,
            columns = <<columns>>,
            auto_detect = false,
            compression = 'none',
            header = true,
            delim = ',',
            quote = '"',
            escape = '"',
            nullstr = '',
            dateformat = '%Y-%m-%d',
            store_rejects = true
        )
    )
) TO <<staged>> (FORMAT parquet, COMPRESSION zstd)
