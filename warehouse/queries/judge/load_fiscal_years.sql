-- On which day, as 04-01, the fiscal year of each party begins: a map, under '' for all others; under
-- such a day that day.
-- Parameters: fiscal_years.
SET VARIABLE fiscal_years = (
    SELECT map_from_entries(list((party, begins_on)))
    FROM (
        SELECT unnest(
            from_json($fiscal_years, '[{"party": "VARCHAR", "begins_on": "VARCHAR"}]'), recursive := true
        )
    )
)
