-- The quotient of two figures times a whole number, rounded half up to twelve decimals. Grain: one
-- value. Figures are read to nine decimals; NULL where one is missing, the divisor is nothing, or
-- there are more digits than there is room for.
CREATE OR REPLACE TEMP MACRO quotient(figure, divisor, times) AS
    TRY(
        CAST(
            sign(billionths(figure)) * sign(billionths(divisor)) * (
                (2 * times * 1000000000000 * abs(billionths(figure)) + abs(billionths(divisor)))
                // (2 * abs(billionths(divisor)))
            ) AS DECIMAL(38, 0)
        ) * CAST(0.000000000001 AS DECIMAL(13, 12))
    )
