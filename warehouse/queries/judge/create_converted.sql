-- An amount × `multiplier` ÷ `divisor`, from one unit of money into another. Grain: one value.
-- It is counted in millionths of the currency, rounded half up; both are rates or indices
-- of twelve decimals. NULL where one is missing or there are more digits than there is room for.
CREATE OR REPLACE TEMP MACRO converted(amount, unit, multiplier, divisor, wanted) AS
    TRY(
        CAST(
            CAST(
                sign(amount) * (
                    (
                        2 * abs(CAST(
                            CAST(amount AS DECIMAL(38, 15)) * (money_scale(unit) * 1000000) AS HUGEINT
                        )) * CAST(multiplier * 1000000000000 AS HUGEINT)
                        + CAST(divisor * 1000000000000 AS HUGEINT)
                    ) // (2 * CAST(divisor * 1000000000000 AS HUGEINT))
                ) AS DECIMAL(38, 0)
            ) * CASE money_scale(wanted)
                WHEN 1 THEN CAST(0.000001 AS DECIMAL(16, 15))
                WHEN 1000 THEN CAST(0.000000001 AS DECIMAL(16, 15))
                WHEN 1000000 THEN CAST(0.000000000001 AS DECIMAL(16, 15))
                WHEN 1000000000 THEN CAST(0.000000000000001 AS DECIMAL(16, 15))
            END AS DECIMAL(38, 18)
        )
    )
