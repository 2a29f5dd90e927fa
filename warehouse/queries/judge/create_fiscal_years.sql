-- The fiscal years that begin on a day, as 04-01, from the one that holds `since` to the one that
-- holds `until`. Grain: one list of structs, in order: period (its label), period_start, period_end.
CREATE OR REPLACE TEMP MACRO fiscal_years(begins_on, since, until) AS list_transform(
    generate_series(
        year(since) - CASE WHEN strftime(since, '%m-%d') < begins_on THEN 1 ELSE 0 END,
        year(until) - CASE WHEN strftime(until, '%m-%d') < begins_on THEN 1 ELSE 0 END
    ),
    lambda begun: {
        'period': CASE begins_on WHEN '01-01' THEN CAST(begun AS VARCHAR) ELSE fiscal_name(begun) END,
        'period_start': CAST(begun || '-' || begins_on AS DATE),
        'period_end': CAST(CAST((begun + 1) || '-' || begins_on AS DATE) - INTERVAL 1 DAY AS DATE)
    }
)
