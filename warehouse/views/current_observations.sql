-- What is known now: the latest published edition, then the latest recorded, not withdrawn.
-- Grain: the rows of the winning edition per series, or per source, party, indicator, period where
-- a row is of no series. Rows that correct a submission are of its edition. Grouping and joining takes
-- a fraction of the time of a window over the rows.
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

sent AS (
    SELECT DISTINCT source, submission, published_on, recorded_at
    FROM core.observations
    WHERE submission NOT IN (
        SELECT submission FROM ops.withdrawals GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
    )
),

editions AS (
    SELECT
        sent.*,
        dense_rank() OVER (
            PARTITION BY sent.source
            ORDER BY
                coalesce(
                    corrections.edition,
                    struct_pack(
                        published_on := sent.published_on,
                        recorded_at := sent.recorded_at,
                        submission := sent.submission
                    )
                )
        ) AS edition,
        count(*) OVER (PARTITION BY sent.source) AS editions
    FROM sent
    LEFT JOIN corrections ON sent.submission = corrections.submission
),

told AS NOT MATERIALIZED (
    SELECT observations.*, editions.edition, editions.editions
    FROM core.observations
    INNER JOIN editions
        ON observations.source = editions.source
        AND observations.submission = editions.submission
        AND observations.published_on = editions.published_on
        AND observations.recorded_at = editions.recorded_at
),

latest_of_figure AS (
    SELECT source, party, indicator, period, max(edition) AS edition
    FROM told
    WHERE series IS NULL AND editions > 1
    GROUP BY source, party, indicator, period
),

latest_of_series AS (
    SELECT source, series, max(edition) AS edition
    FROM told
    WHERE series IS NOT NULL AND editions > 1
    GROUP BY source, series
)

SELECT * EXCLUDE (edition, editions)
FROM told
WHERE editions = 1
UNION ALL
SELECT told.* EXCLUDE (edition, editions)
FROM told
SEMI JOIN latest_of_figure USING (source, party, indicator, period, edition)
WHERE series IS NULL AND editions > 1
UNION ALL
SELECT told.* EXCLUDE (edition, editions)
FROM told
SEMI JOIN latest_of_series USING (source, series, edition)
WHERE editions > 1
