-- What is known now: the latest published edition, then the latest recorded, not withdrawn.
-- Grain: the rows of the winning edition per series, or per source, party, indicator, period where
-- a row is of no series. Rows that correct a submission are of its edition.
CREATE OR REPLACE VIEW core.current_observations AS
WITH corrections AS (
    SELECT
        sent.submission,
        arg_max(
            struct_pack(
                published_on := ancestor.published_on,
                recorded_at := ancestor.received_at,
                submission := ancestor.submission
            ),
            (ancestor.rows_accepted > 0, ancestor.received_at)
        ) AS edition
    FROM ops.submissions AS sent
    INNER JOIN ops.submissions AS ancestor ON sent.corrects = ancestor.submission
    GROUP BY sent.submission
),

ranked AS (
    SELECT
        observations.*,
        coalesce(
            corrections.edition,
            struct_pack(
                published_on := observations.published_on,
                recorded_at := observations.recorded_at,
                submission := observations.submission
            )
        ) AS edition
    FROM core.observations
    LEFT JOIN corrections ON observations.submission = corrections.submission
    WHERE observations.submission NOT IN (
        SELECT submission FROM ops.withdrawals GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
    )
)

SELECT * EXCLUDE (edition)
FROM ranked
QUALIFY edition = max(edition) OVER (
    PARTITION BY
        source,
        series,
        CASE WHEN series IS NULL THEN party END,
        CASE WHEN series IS NULL THEN indicator END,
        CASE WHEN series IS NULL THEN period END
)
