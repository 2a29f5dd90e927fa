-- Whether a promise asks anything of a period on a day: the period has begun and the promise is in
-- force at its end, or on the day while it runs. A milestone is owed from the day it is in force.
-- Grain: one value.
CREATE OR REPLACE TEMP MACRO is_in_force(period_start, period_end, by_day, since, until, on_day) AS
    (by_day IS NOT NULL OR period_start <= on_day)
    AND since <= least(coalesce(by_day, period_end), on_day)
    AND coalesce(until >= least(coalesce(by_day, period_end), on_day), true)
