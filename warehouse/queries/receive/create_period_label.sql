-- The label of the period a day lies in. Grain: one value.
CREATE OR REPLACE TEMP MACRO period_label(on_day, cadence) AS
    CASE cadence
        WHEN 'year' THEN strftime(on_day, '%Y')
        WHEN 'half' THEN strftime(on_day, '%Y-H') || CASE WHEN month(on_day) > 6 THEN 2 ELSE 1 END
        WHEN 'quarter' THEN strftime(on_day, '%Y-Q') || quarter(on_day)
        WHEN 'month' THEN strftime(on_day, '%Y-%m')
        WHEN 'day' THEN strftime(on_day, '%Y-%m-%d')
    END
