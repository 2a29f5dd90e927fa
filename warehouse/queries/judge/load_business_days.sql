-- The business days of the calendars that promises to answer count by.
-- Grain: one row per calendar and business day. Parameters: business_days.
CREATE OR REPLACE TEMP TABLE business_days AS
SELECT unnest(
    from_json($business_days, '[{"calendar": "VARCHAR", "day": "DATE"}]'), recursive := true
)
