-- How a figure is shown in a reason: rounded, but never rounded into another figure's place.
-- Decimals of eighteen places are dear to round, so two places are cut from the double, nudged by
-- far less than any figure's precision so that a five goes up as it does everywhere else.
CREATE OR REPLACE TEMP MACRO shown(figure, unit, beside) AS
    CASE
        WHEN unit IN ('percent', 'ratio')
        THEN CASE
            WHEN figure <> beside AND abs(figure - beside) < 0.01 AND round(figure, 2) = round(beside, 2)
            THEN rtrim(rtrim(CAST(figure AS VARCHAR), '0'), '.')
            ELSE printf('%.2f', CAST(figure AS DOUBLE) + CASE WHEN figure < 0 THEN -1e-9 ELSE 1e-9 END)
        END || CASE unit WHEN 'percent' THEN ' %' ELSE '' END
        WHEN unit IN ('usd', 'usd_million')
        THEN 'USD ' || CASE
            WHEN figure <> beside AND abs(figure - beside) < 1 AND round(figure) = round(beside)
            THEN format('{:,.2f}', CAST(figure AS DOUBLE))
            ELSE format('{:,}', CAST(figure AS HUGEINT))
        END || CASE WHEN unit = 'usd_million' THEN ' million' ELSE '' END
        WHEN regexp_full_match(unit, '[a-z]{3}(_thousand|_million|_billion)?')
        THEN upper(left(unit, 3)) || ' ' || rtrim(rtrim(CAST(figure AS VARCHAR), '0'), '.')
            || replace(substr(unit, 4), '_', ' ')
        ELSE rtrim(rtrim(CAST(figure AS VARCHAR), '0'), '.') || ' ' || unit
    END
