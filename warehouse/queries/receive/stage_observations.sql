-- A submission of observations as Parquet, typed, in the order sent.
-- Grain: one row per row the reader could take. Places: file, delimiter, columns, absent, staged,
-- value, original_amount (with a decimal point), nameless (what stands under no name), sent (the
-- columns as sent), no_day (why a date is none), no_row (why a line is no row).
COPY (
    SELECT
        source,
        published_on,
        party,
        indicator,
        period,
        figure(<<value>>) AS value,
        sent.value IS NOT NULL AS has_value_text,
        CASE WHEN figure(<<value>>) IS NULL THEN sent.value END AS value_text,
        unit,
        status,
        due_on,
        occurred_on,
        CAST(NULL AS VARCHAR) AS series,
        CAST(NULL AS VARCHAR) AS within,
        item,
        counterparty,
        figure(<<original_amount>>) AS original_amount,
        original_currency,
        note,
        corrects,
        CAST(NULL AS VARCHAR) AS place,
        CASE
            WHEN sent.indicator IS NULL AND sent.period IS NULL
            THEN <<no_row>>
            WHEN <<nameless>> IS NOT NULL
            THEN quoted(<<nameless>>) || ' stands in a column without a name; name it, or see that '
                || 'values stand under their own headings'
            WHEN no_day IS NOT NULL THEN no_day
            WHEN sent.original_amount IS NOT NULL AND figure(<<original_amount>>) IS NULL
            THEN 'original_amount ' || quoted(sent.original_amount) || ' is not a number'
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
    ) AS sent
) TO <<staged>> (FORMAT parquet, COMPRESSION zstd)
