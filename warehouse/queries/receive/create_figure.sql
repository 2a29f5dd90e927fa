-- A number written as text, exact to eighteen decimals; NULL where it is none. Grain: one value.
-- Reading a number straight into DECIMAL(38, 18) costs ten times as much as DECIMAL(18, 9), which
-- most figures fit exactly; only the others take the slow way.
-- A cast rounds what has more decimals than fit, which changes 0.0000005 by 1e-12 of it at most, as
-- much as two binary numbers differ that mean the same; a smaller one with so many is no figure here.
-- Nor is one with underscores, which a cast skips.
-- Nor is 2.88E+07, which is how a spreadsheet shortens 28781083 in a text it exports.
CREATE OR REPLACE TEMP MACRO figure(written) AS
    CASE
        WHEN contains(written, '_') THEN NULL
        WHEN length(written) <= 18
            AND NOT contains(lower(written), 'e')
            AND (strpos(written, '.') = 0 OR length(written) - strpos(written, '.') <= 9)
        THEN coalesce(
            CAST(try_cast(written AS DECIMAL(18, 9)) AS DECIMAL(38, 18)),
            try_cast(written AS DECIMAL(38, 18))
        )
        WHEN (length(rtrim(regexp_extract(written, '\.(\d*)', 1), '0'))
            - coalesce(try_cast(regexp_extract(written, '[eE](.*)', 1) AS INTEGER), 0) <= 18
            OR abs(try_cast(written AS DECIMAL(38, 18))) > 0.0000005)
            AND length(regexp_extract(written, '\.(\d*)', 1))
                >= coalesce(try_cast(regexp_extract(written, 'E\+(\d+)', 1) AS INTEGER), 0)
        THEN try_cast(written AS DECIMAL(38, 18))
    END
