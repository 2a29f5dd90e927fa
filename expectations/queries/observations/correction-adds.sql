-- Rows of a file that corrects another whose figure stands in that edition already.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    staged.row_number,
    concat(
        staged.party, ' ', staged.indicator, ' ', staged.period, ' was accepted already in the ',
        'edition of ', staged.published_on, '; to change it, send a new edition'
    ) AS reason
FROM {batch} AS staged
INNER JOIN standing
    ON
        staged.party = standing.party
        AND staged.indicator = standing.indicator
        AND staged.period = standing.period
        AND staged.published_on = standing.published_on
        AND staged.item IS NOT DISTINCT FROM standing.item
        AND staged.occurred_on IS NOT DISTINCT FROM standing.occurred_on
WHERE EXISTS (SELECT 1 FROM {batch} AS correcting WHERE correcting.corrects IS NOT NULL)
