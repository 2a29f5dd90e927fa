-- A figure as its publisher prints it, rounded half up to so many decimals, at most four; NULL leaves
-- it as it is. Grain: one value.
CREATE OR REPLACE TEMP MACRO printed(figure, decimals) AS
    CASE decimals
        WHEN 0 THEN CAST(CAST(figure AS DECIMAL(38, 0)) AS DECIMAL(38, 18))
        WHEN 1 THEN CAST(CAST(figure AS DECIMAL(38, 1)) AS DECIMAL(38, 18))
        WHEN 2 THEN CAST(CAST(figure AS DECIMAL(38, 2)) AS DECIMAL(38, 18))
        WHEN 3 THEN CAST(CAST(figure AS DECIMAL(38, 3)) AS DECIMAL(38, 18))
        WHEN 4 THEN CAST(CAST(figure AS DECIMAL(38, 4)) AS DECIMAL(38, 18))
        ELSE figure
    END
