-- Where a straight line stands after `gone` of `whole` steps, stated to nine decimals: rounded down,
-- or up where the line is a ceiling, so that rounding never asks for more. Grain: one value.
CREATE OR REPLACE TEMP MACRO on_path(begins_at, ends_at, gone, whole, is_ceiling) AS
    portion(begins_at * (whole - gone) + ends_at * gone, whole, is_ceiling)
