-- The verdicts that revised figures may touch, and which figures lie on the other side of the
-- target now. Grain: one row per commitment. Reads: met, rules, bound.
WITH uses AS (
    SELECT
        *,
        unnest(list_concat([indicator, money_base], amounts.indicators)) AS used,
        CASE WHEN kind = 'threshold' THEN at_least END AS target
    FROM rules
    LEFT JOIN (
        SELECT commitment, list(DISTINCT indicator) AS indicators
        FROM named
        GROUP BY commitment
    ) AS amounts USING (commitment)
    WHERE source = $source
),

touched AS (
    SELECT
        uses.commitment, met.party, met.period, uses.target,
        CASE WHEN uses.used = uses.indicator THEN met.from_value END AS from_value,
        CASE WHEN uses.used = uses.indicator THEN met.to_value END AS to_value
    FROM met
    INNER JOIN uses ON met.indicator = uses.used
    SEMI JOIN bound ON uses.commitment = bound.commitment AND met.party = bound.party
    WHERE
        met.counts AND met.differs
        AND period_end_of(met.party, met.period) >= uses.effective_from
        AND (uses.effective_until IS NULL OR period_end_of(met.party, met.period) <= uses.effective_until)
)

SELECT
    commitment,
    count(DISTINCT (party, period)) AS verdicts,
    any_value(target) AS target,
    list(DISTINCT party ORDER BY party) AS parties,
    list({'party': party, 'period': period, 'from_value': from_value, 'to_value': to_value}
        ORDER BY period DESC, party)
        FILTER ((from_value >= target) <> (to_value >= target)) AS crossed
FROM touched
GROUP BY commitment
ORDER BY commitment
