-- Whether what a rule would tell is known to be odd. Grain: one value.
-- Parameters: the rule, and what it speaks of, each with the name of its table (a bare name would be
-- taken for the column of oddity); an oddity without one of these covers all.
CREATE MACRO is_odd(told_by, of_indicator, of_party, of_period) AS EXISTS (
    SELECT 1 FROM oddity
    WHERE
        oddity.rule = told_by
        AND coalesce(oddity.indicator = of_indicator, true)
        AND coalesce(oddity.party = of_party, true)
        AND coalesce(oddity.period = of_period, true)
)
