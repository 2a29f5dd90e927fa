-- Rows of a file that corrects another whose figure was accepted already in that edition, whether or
-- not a newer one stands now. Grain: one row per offending row. Placeholder: batch.
WITH sent AS (
    SELECT
        staged.row_number, staged.party, staged.indicator, staged.period, staged.published_on,
        CASE WHEN is_dated THEN staged.item END AS dated_item,
        CASE WHEN is_dated THEN staged.occurred_on END AS dated_on
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
),
held AS (
    SELECT DISTINCT
        accepted.party, accepted.indicator, accepted.period,
        CASE WHEN is_dated THEN accepted.item END AS dated_item,
        CASE WHEN is_dated THEN accepted.occurred_on END AS dated_on
    FROM accepted
    INNER JOIN declared_indicator ON accepted.indicator = declared_indicator.indicator
)
SELECT
    sent.row_number,
    concat(
        sent.party, ' ', sent.indicator, ' ', sent.period, ' was accepted already in the ',
        'edition of ', sent.published_on, '; to change it, send a new edition'
    ) AS reason
FROM sent
SEMI JOIN held
    ON
        sent.party = held.party
        AND sent.indicator = held.indicator
        AND sent.period = held.period
        AND sent.dated_item IS NOT DISTINCT FROM held.dated_item
        AND sent.dated_on IS NOT DISTINCT FROM held.dated_on
