-- Amounts in the currency, or in the prices, a commitment is judged in.
-- Grain: one row per commitment and figure. Reads: amounts, quotes, observed.
-- An amount without a rate or an index has no value; `lacks` says which, so that no sum passes over
-- it. The original stays in the ledger; `also` is what it was priced by.
CREATE OR REPLACE TEMP TABLE priced AS
WITH deflators AS (
    SELECT DISTINCT deflator_source, deflator, deflator_over FROM amounts
),

indices AS (
    SELECT
        deflators.*,
        one.party,
        one.period,
        CASE
            WHEN deflators.deflator_over IS NULL THEN CAST(one.value AS DECIMAL(38, 12))
            ELSE quotient(one.value, other.value, 1)
        END AS index,
        [
            {'role': 'deflator', 'submission': one.submission, 'row_number': one.row_number},
            {'role': 'deflator', 'submission': other.submission, 'row_number': other.row_number}
        ] AS cells
    FROM deflators
    INNER JOIN observed AS one
        ON deflators.deflator_source = one.source AND deflators.deflator = one.indicator
    LEFT JOIN observed AS other
        ON deflators.deflator_source = other.source AND deflators.deflator_over = other.indicator
        AND one.party = other.party AND one.period = other.period
),

turned AS (
    SELECT
        amounts.*,
        CASE
            WHEN amounts.deflator IS NOT NULL THEN base.index
            WHEN amounts.needs_rate THEN wanted.per_eur
            ELSE 1
        END AS multiplier,
        CASE
            WHEN amounts.deflator IS NOT NULL THEN spoken_of.index
            WHEN amounts.needs_rate THEN own.per_eur
            ELSE 1
        END AS divisor,
        list_filter(
            list_concat(base.cells, spoken_of.cells, [own.cell, wanted.cell]),
            lambda used: used.submission IS NOT NULL
        ) AS also
    FROM amounts
    LEFT JOIN quotes AS own
        ON amounts.needs_rate AND amounts.rates = own.rates AND amounts.rates_at = own.rates_at
        AND amounts.currency = own.currency
        AND amounts.starts_on = own.starts_on AND amounts.ends_on = own.ends_on
    LEFT JOIN quotes AS wanted
        ON amounts.needs_rate AND amounts.rates = wanted.rates AND amounts.rates_at = wanted.rates_at
        AND amounts.wanted_currency = wanted.currency
        AND amounts.starts_on = wanted.starts_on AND amounts.ends_on = wanted.ends_on
    LEFT JOIN indices AS base
        ON amounts.deflator_source = base.deflator_source AND amounts.deflator = base.deflator
        AND amounts.deflator_over IS NOT DISTINCT FROM base.deflator_over
        AND amounts.party = base.party AND amounts.base_period = base.period
    LEFT JOIN indices AS spoken_of
        ON amounts.deflator_source = spoken_of.deflator_source
        AND amounts.deflator = spoken_of.deflator
        AND amounts.deflator_over IS NOT DISTINCT FROM spoken_of.deflator_over
        AND amounts.party = spoken_of.party AND amounts.period = spoken_of.period
),

worked_out AS (
    SELECT
        * REPLACE (
            CASE
                WHEN is_flag OR (deflator IS NULL AND unit = wanted_unit) THEN value
                WHEN multiplier > 0 AND divisor > 0
                THEN converted(value, unit, multiplier, divisor, wanted_unit)
            END AS value
        ),
        value AS original
    FROM turned
)

SELECT
    *,
    CASE
        WHEN value IS NOT NULL OR original IS NULL THEN NULL
        WHEN money_scale(unit) IS NULL THEN format('{} is no unit of money', unit)
        WHEN deflator IS NOT NULL AND coalesce(multiplier, 0) <= 0
        THEN format('no index {} of the base year {}', concat_ws(' ÷ ', deflator, deflator_over), base_period)
        WHEN deflator IS NOT NULL AND coalesce(divisor, 0) <= 0
        THEN format('no index {} of {}', concat_ws(' ÷ ', deflator, deflator_over), period)
        WHEN coalesce(divisor, 0) <= 0
        THEN format('no rate of {} for {}', upper(currency), CAST(ends_on AS VARCHAR))
        WHEN coalesce(multiplier, 0) <= 0
        THEN format('no rate of {} for {}', upper(wanted_currency), CAST(ends_on AS VARCHAR))
        ELSE 'an amount with more digits than can be converted'
    END AS lacks
FROM worked_out
