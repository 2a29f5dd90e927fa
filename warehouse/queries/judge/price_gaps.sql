-- Gaps in US dollars; `lacks` says which rate was not at hand.
-- Grain: one row per obligation with a gap in money. Reads: gaps, quotes.
CREATE OR REPLACE TEMP TABLE priced_gaps AS
WITH turned AS (
    SELECT
        gaps.*,
        own.per_eur AS own_per_eur,
        dollars.per_eur AS usd_per_eur,
        list_filter([own.cell, dollars.cell], lambda used: used.submission IS NOT NULL) AS also
    FROM gaps
    LEFT JOIN quotes AS own
        ON gaps.needs_rate AND gaps.rates = own.rates AND gaps.rates_at = own.rates_at
        AND gaps.currency = own.currency
        AND gaps.starts_on = own.starts_on AND gaps.ends_on = own.ends_on
    LEFT JOIN quotes AS dollars
        ON gaps.needs_rate AND gaps.rates = dollars.rates AND gaps.rates_at = dollars.rates_at
        AND gaps.wanted_currency = dollars.currency
        AND gaps.starts_on = dollars.starts_on AND gaps.ends_on = dollars.ends_on
)

SELECT
    *,
    CASE
        WHEN NOT needs_rate THEN CAST(gap * money_scale(unit) AS DECIMAL(38, 2))
        ELSE CAST(converted(gap, unit, usd_per_eur, own_per_eur, 'usd') AS DECIMAL(38, 2))
    END AS gap_usd,
    CASE
        WHEN NOT needs_rate OR rates IS NULL THEN NULL
        WHEN own_per_eur IS NULL THEN format('no rate of {} for {}', upper(currency), ends_on)
        WHEN usd_per_eur IS NULL THEN format('no rate of USD for {}', ends_on)
    END AS lacks
FROM turned
