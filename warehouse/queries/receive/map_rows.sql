-- Rows of text as rows of a layout, in the order of the rows and their entries.
-- Grain: one row per value or stage a row holds; one without any where it holds none.
-- Places: raw, rows, entries, left_out, doubt (why a row is told of all the same), unread (what the
-- reader says against a row), unclaimed, texts, cut, read, names, refusals, has_no_key (whether nothing
-- says what a row is about), no_row (told then), place, source, columns, published_on, staged.
-- Reads: party_spelling.
COPY (
    WITH numbered AS (
        SELECT file_row_number + 1 AS raw_row, * EXCLUDE (file_row_number)
        FROM read_parquet(<<raw>>, file_row_number = true)
    ),

    rows AS (
        <<rows>>
    ),

    claimed AS (
        SELECT
            *,
            <<left_out>> AS left_out,
            <<doubt>> AS doubt,
            list_filter([<<entries>>], lambda entry: entry IS NOT NULL) AS claims
        FROM rows
    ),

    entered AS (
        SELECT
            *,
            unnest(CASE WHEN left_out IS NOT NULL OR len(claims) = 0 THEN [NULL] ELSE claims END)
                AS entry
        FROM claimed
    ),

    sent AS (
        SELECT
            raw_row, column_number, entry, left_out, doubt, <<unread>> AS unread, <<place>> AS place,
            <<source>> AS source, <<published_on>> AS published_on,
            <<unclaimed>> AS unclaimed,
            <<texts>>
        FROM entered
    ),

    cut AS (
        SELECT
            *,
            <<cut>>
        FROM sent
    ),

    read AS (
        SELECT
            cut.*,
            <<read>>
        FROM cut
        <<names>>
    )

    SELECT
        source,
        CAST(published_on AS DATE) AS published_on,
        <<columns>>,
        place,
        CASE
            WHEN left_out IS NOT NULL THEN NULL
            WHEN unread IS NOT NULL THEN unread
            WHEN entry IS NULL THEN 'no value is declared for what stands here' || unclaimed
            WHEN <<has_no_key>> THEN <<no_row>>
            ELSE nullif(concat_ws('; ',
                <<refusals>>
            ), '')
        END AS refusal,
        left_out,
        doubt,
        raw_row
    FROM read
    ORDER BY raw_row, column_number, entry
) TO <<staged>> (FORMAT parquet, COMPRESSION zstd)
