-- A decimal without the zeros at its end. Grain: one value. Parameters: number.
CREATE MACRO plain(number) AS rtrim(rtrim(CAST(number AS VARCHAR), '0'), '.')
