-- The offending rows of one rule as findings. Grain: one row per offending row.
-- Placeholders: rule and severity, literals; rows, the rule's query.
SELECT row_number, {rule} AS rule, {severity} AS severity, reason FROM (
    {rows}
)
