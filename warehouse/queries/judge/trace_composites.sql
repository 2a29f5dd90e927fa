-- A composite moves because its parts do: it has the cause that moved them, the gravest first.
-- Grain: rows of differences of composites. Reads: differences, parts. A change of its own rule,
-- members or waivers stays its cause.
UPDATE differences
SET cause = moved.cause
FROM (
    SELECT
        parts.commitment,
        differences.party,
        differences.period,
        arg_min(
            differences.cause,
            list_position(
                ['rule changed', 'membership changed', 'waiver', 'revised evidence', 'new evidence', 'time passed'],
                differences.cause
            )
        ) AS cause
    FROM differences
    INNER JOIN parts ON differences.commitment = parts.part
    WHERE differences.from_verdict IS DISTINCT FROM differences.to_verdict
    GROUP BY ALL
) AS moved
WHERE
    differences.commitment = moved.commitment
    AND differences.party = moved.party
    AND differences.period = moved.period
    AND differences.cause IN ('revised evidence', 'new evidence', 'time passed')
