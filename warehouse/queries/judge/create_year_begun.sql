-- In which year the year begins that holds a day, where years begin as `period_start` does.
-- Grain: one value.
CREATE OR REPLACE TEMP MACRO year_begun(on_day, period_start) AS
    year(on_day) - CASE
        WHEN 100 * month(on_day) + dayofmonth(on_day) < 100 * month(period_start) + dayofmonth(period_start)
        THEN 1 ELSE 0
    END
