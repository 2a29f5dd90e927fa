-- Where a straight line stands after `gone` of `whole` steps, stated to nine decimals: rounded down,
-- or up where the line is a ceiling, so that rounding never asks for more. Grain: one value.
CREATE OR REPLACE TEMP MACRO on_path(begins_at, ends_at, gone, whole, is_ceiling) AS
    CAST(
        (
            CAST(trunc(begins_at * (whole - gone) + ends_at * gone, 9) * 1000000000 AS HUGEINT)
            + CASE WHEN is_ceiling THEN whole - 1 ELSE 0 END
        ) // whole AS DECIMAL(38, 9)
    ) * CAST(0.000000001 AS DECIMAL(10, 9))
