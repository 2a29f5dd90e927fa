-- What the file sends as numbers, as it stands in the columns for them. Grain: one row per text.
-- Places: file, delimiter, columns, numbers (the columns, as a list). Reads: trimmed.
SELECT trimmed(unnest(<<numbers>>)) AS text
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
    ignore_errors = true
)
