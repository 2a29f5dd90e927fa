-- What is known now: the latest published edition, then the latest recorded, not withdrawn.
-- Grain: the rows of the winning edition per series, or per source, party, indicator, period where
-- a row is of no series.
CREATE OR REPLACE VIEW core.current_observations AS
SELECT *
FROM core.observations
WHERE submission NOT IN (
    SELECT submission FROM ops.withdrawals GROUP BY submission HAVING arg_max(is_withdrawn, recorded_at)
)
QUALIFY (published_on, recorded_at, submission) = max((published_on, recorded_at, submission)) OVER (
    PARTITION BY
        source,
        series,
        CASE WHEN series IS NULL THEN party END,
        CASE WHEN series IS NULL THEN indicator END,
        CASE WHEN series IS NULL THEN period END
)
