-- Why rows were set aside, the rule that most of them broke first, its most frequent kind first.
-- Grain: one row per rule and kind of reason, which is the reason without quoted texts, columns
-- of other places and figures; the kinds of a rule from the eighth on are told as one. Reads: set_aside.
WITH reasoned AS (
    SELECT
        *,
        regexp_replace(
            regexp_replace(
                regexp_replace(reason, '(^|[\s(])''.*?''($|[\s).,:;])', '\1''''\2', 'g'),
                ', column [^:;,]+', '', 'g'
            ),
            '\d[\d.,]*', '0', 'g'
        ) AS kind
    FROM set_aside
),

kinds AS (
    SELECT rule, kind, count(*) AS reasons, min((line, row_number)) AS first_row
    FROM reasoned
    GROUP BY rule, kind
),

ranked AS (
    SELECT
        rule,
        kind,
        least(
            row_number() OVER (PARTITION BY rule ORDER BY reasons DESC, first_row, kind), 8
        ) AS place_in_rule
    FROM kinds
),

summed AS (
    SELECT
        reasoned.rule,
        ranked.place_in_rule,
        count(DISTINCT (line, row_number)) AS lines,
        any_value(reason ORDER BY line, row_number, reason) AS example,
        any_value(coalesce(place, 'line ' || line) ORDER BY line, row_number) AS first_place,
        count(DISTINCT reasoned.kind) AS kinds
    FROM reasoned
    INNER JOIN ranked USING (rule, kind)
    GROUP BY reasoned.rule, ranked.place_in_rule
)

SELECT rule, lines, example, first_place, kinds
FROM summed
ORDER BY sum(lines) OVER (PARTITION BY rule) DESC, rule, place_in_rule
