-- The verdicts that revised figures may touch, and which figures lie on the other side of the
-- target now. Grain: one row per commitment. Parameters: source. Reads: met, rules, bound, named,
-- books, workings, circles.
-- A figure touches the verdict of its own party and period; grown from, or held against the year
-- before, that of the year after as well; as a part of a total, those of all who share it.
WITH named_once AS (
    SELECT commitment, list(DISTINCT indicator) AS indicators
    FROM named
    GROUP BY commitment
),

worked_out AS (
    SELECT books.commitment, workings.*
    FROM books
    INNER JOIN workings USING (book)
    WHERE books.variant = 0
),

uses AS (
    SELECT
        rules.commitment,
        rules.source,
        unnest(list_concat([rules.indicator, rules.money_base], named_once.indicators)) AS used,
        CASE WHEN rules.kind = 'threshold' AND worked_out.book IS NULL THEN rules.at_least END AS target,
        rules.indicator,
        rules.kind = 'sustain' OR coalesce(worked_out.formula = 'growth', false) AS is_base,
        CASE WHEN worked_out.formula IN ('share_of_total', 'fair_share') THEN worked_out.book END
            AS circle
    FROM rules
    LEFT JOIN named_once USING (commitment)
    LEFT JOIN worked_out USING (commitment)
    UNION ALL
    SELECT
        commitment, coalesce(other_source, source), other, NULL, indicator, false,
        CASE WHEN formula = 'fair_share' THEN book END
    FROM worked_out
    WHERE formula IN ('ratio', 'fair_share')
),

revised AS (
    SELECT
        uses.*,
        met.party AS told_of,
        met.period AS told_for,
        CASE WHEN uses.used = uses.indicator THEN met.from_value END AS from_value,
        CASE WHEN uses.used = uses.indicator THEN met.to_value END AS to_value
    FROM met
    INNER JOIN uses ON met.indicator = uses.used AND uses.source = $source
    WHERE met.counts AND met.differs
),

of_one AS (
    SELECT commitment, told_of AS party, told_for AS period, target, from_value, to_value
    FROM revised
    WHERE circle IS NULL
    UNION ALL
    SELECT commitment, told_of, year_after(told_for), NULL, NULL, NULL
    FROM revised
    WHERE is_base
),

of_all AS (
    SELECT DISTINCT revised.commitment, revised.told_for AS period
    FROM revised
    INNER JOIN circles ON revised.circle = circles.book AND revised.told_of = circles.party
    WHERE
        circles.joined_on <= period_end_of(revised.told_of, revised.told_for)
        AND (circles.left_on IS NULL OR circles.left_on > period_end_of(revised.told_of, revised.told_for))
),

touched AS (
    SELECT * FROM of_one
    UNION ALL BY NAME
    SELECT of_all.commitment, bound.party, of_all.period
    FROM of_all
    INNER JOIN bound ON of_all.commitment = bound.commitment
),

owed AS (
    SELECT touched.*
    FROM touched
    INNER JOIN rules ON touched.commitment = rules.commitment
    SEMI JOIN bound
        ON touched.commitment = bound.commitment AND touched.party = bound.party
        AND coalesce(bound.joined_on <= period_end_of(coalesce(bound.year_begins, touched.party), touched.period), true)
        AND coalesce(bound.left_on > period_end_of(coalesce(bound.year_begins, touched.party), touched.period), true)
        AND period_end_of(coalesce(bound.year_begins, touched.party), touched.period) >= rules.effective_from
        AND coalesce(period_end_of(coalesce(bound.year_begins, touched.party), touched.period) <= rules.effective_until, true)
)

SELECT
    commitment,
    count(DISTINCT (party, period)) AS verdicts,
    any_value(target) AS target,
    list(DISTINCT party ORDER BY party) AS parties,
    list({'party': party, 'period': period, 'from_value': from_value, 'to_value': to_value}
        ORDER BY period DESC, party)
        FILTER ((from_value >= target) <> (to_value >= target)) AS crossed
FROM owed
GROUP BY commitment
ORDER BY commitment
