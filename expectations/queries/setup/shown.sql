-- Text of a partner's file as a reason quotes it: one line, in quotes, cut when long; the word
-- "empty" stands for what was not sent. Grain: one value. Parameters: sent (any text).
CREATE MACRO shown(sent) AS
    CASE
        WHEN sent IS NULL THEN '(empty)'
        WHEN length(sent) > 60 THEN '''' || translate(left(sent, 60), chr(10) || chr(13), '  ') || '...'''
        ELSE '''' || translate(sent, chr(10) || chr(13), '  ') || ''''
    END
