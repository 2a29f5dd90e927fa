-- How many units of its currency one of a unit of money is; NULL for what is no money. Grain: one
-- value.
CREATE OR REPLACE TEMP MACRO money_scale(unit) AS
    CASE
        WHEN regexp_full_match(unit, '[a-z]{3}') THEN CAST(1 AS BIGINT)
        WHEN regexp_full_match(unit, '[a-z]{3}_thousand') THEN 1000
        WHEN regexp_full_match(unit, '[a-z]{3}_million') THEN 1000000
        WHEN regexp_full_match(unit, '[a-z]{3}_billion') THEN 1000000000
    END
