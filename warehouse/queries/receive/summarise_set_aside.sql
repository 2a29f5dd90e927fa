-- Why rows were set aside, most frequent first. Grain: one row per rule.
SELECT rule, count(DISTINCT line) AS lines, any_value(reason ORDER BY line) AS example, min(line) AS first_line
FROM set_aside
GROUP BY rule
ORDER BY lines DESC, rule
