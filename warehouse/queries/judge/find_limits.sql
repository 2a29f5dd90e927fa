-- The last day for an answer, where business days count.
-- Grain: one row per commitment, party and day a case may be raised. Reads: rules, bound, business_days.
-- It is the so-manieth business day after that day; with none allowed, that day itself.
CREATE OR REPLACE TEMP TABLE limits AS
WITH numbered AS (
    SELECT calendar, day, row_number() OVER (PARTITION BY calendar ORDER BY day) AS number
    FROM business_days
),

spans AS (
    SELECT calendar, CAST(unnest(generate_series(min(day), max(day), INTERVAL 1 DAY)) AS DATE) AS day
    FROM business_days
    GROUP BY calendar
),

placed AS (
    SELECT
        spans.calendar,
        spans.day,
        count(numbered.day) OVER (PARTITION BY spans.calendar ORDER BY spans.day) AS number
    FROM spans
    LEFT JOIN numbered ON spans.calendar = numbered.calendar AND spans.day = numbered.day
),

counted_by AS (
    SELECT DISTINCT
        rules.commitment,
        bound.party,
        rules.within_days,
        CASE rules.business_days_of WHEN 'obligor' THEN bound.party ELSE rules.business_days_of END AS calendar
    FROM rules
    INNER JOIN bound USING (commitment)
    WHERE rules.business_days_of IS NOT NULL
),

raised AS (
    SELECT counted_by.*, placed.day AS asked_on, placed.number + counted_by.within_days AS last_number
    FROM counted_by
    INNER JOIN placed USING (calendar)
)

SELECT
    raised.commitment,
    raised.party,
    raised.asked_on,
    CASE raised.within_days WHEN 0 THEN raised.asked_on ELSE numbered.day END AS last_day
FROM raised
LEFT JOIN numbered ON raised.calendar = numbered.calendar AND raised.last_number = numbered.number
