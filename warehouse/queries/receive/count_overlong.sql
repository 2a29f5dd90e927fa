-- Lines with one cell more than the heading, a blank one at their end, and one of them: one row.
-- The reader drops such a cell without a word, though a blank may have been put in before and have
-- moved every value behind it to the next column. A line with one quote unpaired is part of a row.
-- Places: file, delimiter, columns.
SELECT count(*) AS lines, min(left(line, 80)) AS example
FROM (
    SELECT
        rtrim(line, chr(13)) AS line,
        CASE WHEN contains(line, '"') THEN regexp_replace(line, '"[^"]*"', '', 'g') ELSE line END
            AS unquoted
    FROM read_csv(
        <<file>>,
        columns = {'line': 'VARCHAR'},
        auto_detect = false,
        compression = 'none',
        header = false,
        delim = E'\x1F',
        quote = '',
        escape = '',
        strict_mode = false,
        ignore_errors = true
    )
)
WHERE (ends_with(line, <<delimiter>>) OR ends_with(line, <<delimiter>> || '""'))
    AND (length(line) - length(replace(line, '"', ''))) % 2 = 0
    AND length(unquoted) - length(replace(unquoted, <<delimiter>>, '')) = <<columns>>
