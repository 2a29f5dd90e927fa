-- Rows of a file that corrects another whose figure stands in that edition already.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    staged.row_number,
    concat(
        staged.party, ' ', staged.indicator, ' ', staged.period, ' was accepted already in the ',
        'edition of ', staged.published_on, '; to change it, send a new edition'
    ) AS reason
FROM {batch} AS staged
INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
INNER JOIN standing
    ON
        staged.party = standing.party
        AND staged.indicator = standing.indicator
        AND staged.period = standing.period
        AND staged.published_on = standing.published_on
        AND CASE WHEN is_dated THEN staged.item END
            IS NOT DISTINCT FROM CASE WHEN is_dated THEN standing.item END
        AND CASE WHEN is_dated THEN staged.occurred_on END
            IS NOT DISTINCT FROM CASE WHEN is_dated THEN standing.occurred_on END
WHERE EXISTS (SELECT 1 FROM {batch} AS correcting WHERE correcting.corrects IS NOT NULL)
