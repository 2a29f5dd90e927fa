-- The fair shares of one book, with the places of each member's own figures.
-- Grain: one row per party. Parameters: book, period (NULL: the latest of which any is known).
-- Reads: shares.
WITH wanted AS (
    SELECT coalesce(
        $period, max_by(period, period_end(period)) FILTER (value IS NOT NULL)
    ) AS period
    FROM shares
    WHERE book = $book
),

own AS (
    SELECT
        shares.*,
        unnest([cell, ability_cell]) AS own_cell
    FROM shares
    SEMI JOIN wanted USING (period)
    WHERE shares.book = $book
),

placed AS (
    SELECT
        own.party,
        list(
            format(
                '{}, {}', submissions.file,
                coalesce(observations.place, nullif(observations.note, ''), 'row ' || observations.row_number)
            ) ORDER BY submissions.source, submissions.file
        ) AS files
    FROM own
    INNER JOIN core.observations
        ON own.own_cell.submission = observations.submission
        AND own.own_cell.row_number = observations.row_number
    INNER JOIN ops.current_submissions AS submissions
        ON observations.submission = submissions.submission
    GROUP BY own.party
)

SELECT
    shares.party,
    shares.period,
    shares.members,
    shares.amount,
    shares.total,
    shares.share,
    shares.ability,
    shares.ability_total,
    shares.ability_share,
    shares.value AS fair_share,
    coalesce(shares.status IN ('E', 'P', 'F'), false) AS is_estimate,
    shares.lacks,
    shares.is_illustrative,
    shares.published_on,
    placed.files
FROM shares
SEMI JOIN wanted USING (period)
INNER JOIN placed USING (party)
WHERE shares.book = $book
ORDER BY shares.party
