-- The last day of the year, begun as `period_start` does, in which a target is to be reached, or of that
-- of the period itself once it is past. Grain: one value.
CREATE OR REPLACE TEMP MACRO reach_ends_on(reach_by, period_start) AS
    CAST(
        period_start + to_years(greatest(year_begun(reach_by, period_start) - year(period_start), 0) + 1)
        - INTERVAL 1 DAY AS DATE
    )
