-- Rows of a party that was no member of the arrangement at the end of the period.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    staged.row_number,
    concat(
        'party ', staged.party, ' was no member of the arrangement at the end of ', staged.period
    ) AS reason
FROM {batch} AS staged
INNER JOIN known_party ON staged.party = known_party.party AND length(staged.party) = 3
LEFT JOIN member
    ON
        staged.party = member.party
        AND member.joined_on <= period_end(staged.period)
        AND coalesce(member.left_on > period_end(staged.period), true)
WHERE
    member.party IS NULL
    AND period_end(staged.period) IS NOT NULL
    AND (SELECT count(*) FROM member) > 0
