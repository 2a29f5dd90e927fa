-- The current observations that the rules ask for.
-- Grain: the rows of the chosen edition per source, party, indicator, period, series: one, or one per
-- dated payment. Reads: chosen, editions.
CREATE OR REPLACE TEMP TABLE observed AS
SELECT
    observations.submission,
    observations.row_number,
    observations.source,
    observations.party,
    observations.indicator,
    observations.period,
    observations.value,
    observations.status,
    observations.due_on,
    observations.occurred_on,
    observations.item,
    observations.published_on,
    observations.is_illustrative,
    chosen.first_published_on,
    chosen.first_confirmed_on,
    observations.series,
    chosen.edition_before
FROM core.observations
INNER JOIN editions ON observations.submission = editions.submission
INNER JOIN chosen
    ON observations.source = chosen.source AND observations.party = chosen.party
    AND observations.indicator = chosen.indicator AND observations.period = chosen.period
    AND observations.series IS NOT DISTINCT FROM chosen.series
    AND editions.edition = chosen.edition
