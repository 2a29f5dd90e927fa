-- What is known now: the latest published edition, then the latest recorded.
-- Grain: one row per source, party, indicator, period (and dated payment).
CREATE OR REPLACE VIEW core.current_observations AS
SELECT *
FROM core.observations
QUALIFY (published_on, recorded_at, submission) = max((published_on, recorded_at, submission)) OVER (
    PARTITION BY source, party, indicator, period
)
