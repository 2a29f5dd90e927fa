-- How many steps of a path lie between two days: days where it is judged by day, years where by fiscal
-- year, else months.
-- Grain: one value.
CREATE OR REPLACE TEMP MACRO steps_between(cadence, since, until) AS
    CAST(CASE cadence
        WHEN 'day' THEN until - since
        WHEN 'fiscal_year' THEN year(until) - year(since)
        ELSE date_diff('month', since, until)
    END AS INTEGER)
