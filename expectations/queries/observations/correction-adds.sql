-- Rows of a file that corrects another whose figure stands in that edition already.
-- Grain: one row per offending row. Placeholder: batch.
SELECT
    staged.row_number,
    concat(
        staged.party, ' ', staged.indicator, ' ', staged.period, ' was accepted already in the ',
        'edition of ', staged.published_on, '; to change it, send a new edition'
    ) AS reason
FROM {batch} AS staged
INNER JOIN met ON staged.row_number = met.row_number AND staged.published_on = met.published_on
WHERE EXISTS (SELECT 1 FROM {batch} AS correcting WHERE correcting.corrects IS NOT NULL)
