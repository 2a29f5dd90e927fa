-- A text as a reason quotes it: one line, cut when long. Grain: one value.
CREATE OR REPLACE TEMP MACRO quoted(sent) AS
    '''' || translate(left(sent, 60), chr(10) || chr(13), '  ')
    || CASE WHEN length(sent) > 60 THEN '...' ELSE '' END || ''''
