-- One of `whole` equal parts of a figure, stated to nine decimals: rounded down, below zero too, or up
-- where it is a ceiling. Grain: one value.
CREATE OR REPLACE TEMP MACRO portion(figure, whole, is_ceiling) AS
    CAST(
        CASE
            WHEN is_ceiling = (figure < 0) THEN CAST(trunc(figure, 9) * 1000000000 AS HUGEINT) // whole
            ELSE sign(figure) * (
                (
                    CAST(trunc(abs(figure), 9) * 1000000000 AS HUGEINT)
                    + CASE WHEN trunc(figure, 9) = figure THEN 0 ELSE 1 END + whole - 1
                ) // whole
            )
        END AS DECIMAL(38, 9)
    ) * CAST(0.000000001 AS DECIMAL(10, 9))
