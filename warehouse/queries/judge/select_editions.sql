-- The editions that may be known, in the order in which they count.
-- Grain: one row per submission with usable rows that is not withdrawn. Parameters: known_on,
-- recorded_before (each may be NULL: no limit). The latest published counts most, then the latest
-- recorded; a submission that corrects another is of its edition.
CREATE OR REPLACE TEMP TABLE editions AS
SELECT
    sent.submission,
    sent.source,
    sent.published_on,
    coalesce(ancestor.published_on, sent.published_on) AS edition_of,
    dense_rank() OVER (
        PARTITION BY sent.source
        ORDER BY
            coalesce(ancestor.published_on, sent.published_on),
            coalesce(ancestor.received_at, sent.received_at),
            coalesce(ancestor.submission, sent.submission)
    ) AS edition
FROM ops.current_submissions AS sent
LEFT JOIN ops.current_submissions AS ancestor ON sent.corrects = ancestor.submission
WHERE
    sent.rows_accepted > 0
    AND sent.submission NOT IN (
        SELECT submission FROM ops.withdrawals
        WHERE $recorded_before IS NULL OR recorded_at < CAST($recorded_before AS TIMESTAMP)
        GROUP BY submission
        HAVING arg_max(is_withdrawn, recorded_at)
    )
    AND ($known_on IS NULL OR sent.published_on <= CAST($known_on AS DATE))
    AND ($recorded_before IS NULL OR sent.received_at < CAST($recorded_before AS TIMESTAMP))
