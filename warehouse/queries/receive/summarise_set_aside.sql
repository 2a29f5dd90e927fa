-- Why rows were set aside, most frequent first. Grain: one row per rule.
SELECT
    rule,
    count(DISTINCT (line, row_number)) AS lines,
    any_value(reason ORDER BY line, row_number) AS example,
    any_value(coalesce(place, 'line ' || line) ORDER BY line, row_number) AS first_place
FROM set_aside
GROUP BY rule
ORDER BY lines DESC, rule
