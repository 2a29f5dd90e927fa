-- The first day so called, by month and day, in a year that begins on a day. Grain: one value.
CREATE OR REPLACE TEMP MACRO day_within(period_start, in_month, on_day) AS
    make_date(
        year(period_start)
        + CASE WHEN make_date(year(period_start), in_month, on_day) < period_start THEN 1 ELSE 0 END,
        in_month, on_day
    )
