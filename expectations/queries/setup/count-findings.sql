-- How many rows a rule finds. Grain: one row. Placeholder: rows, the rule's findings.
SELECT count(*) FROM (
    {rows}
)
