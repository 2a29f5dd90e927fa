-- The periods of a cadence from the one that holds `since` to the one that holds `until`.
-- Grain: one list of structs, in order: period (its label), period_start, period_end.
CREATE OR REPLACE TEMP MACRO periods(cadence, since, until) AS list_transform(
    generate_series(
        date_trunc(CASE cadence WHEN 'half' THEN 'year' ELSE cadence END, CAST(since AS TIMESTAMP))
        + CASE WHEN cadence = 'half' AND month(since) > 6 THEN INTERVAL 6 MONTH ELSE INTERVAL 0 MONTH END,
        CAST(until AS TIMESTAMP),
        CASE cadence
            WHEN 'year' THEN INTERVAL 1 YEAR
            WHEN 'half' THEN INTERVAL 6 MONTH
            WHEN 'quarter' THEN INTERVAL 3 MONTH
            WHEN 'month' THEN INTERVAL 1 MONTH
            ELSE INTERVAL 1 DAY
        END
    ),
    lambda started: {
        'period': CASE cadence
            WHEN 'year' THEN strftime(started, '%Y')
            WHEN 'half' THEN strftime(started, '%Y-H') || CASE WHEN month(started) > 6 THEN 2 ELSE 1 END
            WHEN 'quarter' THEN strftime(started, '%Y-Q') || quarter(started)
            WHEN 'month' THEN strftime(started, '%Y-%m')
            ELSE strftime(started, '%Y-%m-%d')
        END,
        'period_start': CAST(started AS DATE),
        'period_end': CAST(CASE cadence
            WHEN 'year' THEN started + INTERVAL 1 YEAR
            WHEN 'half' THEN started + INTERVAL 6 MONTH
            WHEN 'quarter' THEN started + INTERVAL 3 MONTH
            WHEN 'month' THEN started + INTERVAL 1 MONTH
            ELSE started + INTERVAL 1 DAY
        END - INTERVAL 1 DAY AS DATE)
    }
)
