-- Rows that correct what is not there to be corrected, or rows of two submissions in one file.
-- Grain: one row per offending row. Placeholder: batch.
WITH correcting AS (
    SELECT
        staged.row_number, staged.corrects, staged.published_on,
        correctable.key, correctable.submission, correctable.published_on AS corrected_on
    FROM {batch} AS staged
    LEFT JOIN correctable ON staged.corrects = correctable.key
    WHERE staged.corrects IS NOT NULL
)
SELECT
    row_number,
    CASE
        WHEN key IS NULL
            THEN concat(
                'corrects ', shown(corrects), ' names no row of this source that is set aside still: ',
                'take out a row that was corrected before, and leave the column as it was in the form'
            )
        WHEN published_on <> corrected_on
            THEN concat(
                'published_on ', published_on, ' is not the edition that is corrected, ', corrected_on
            )
        ELSE 'the file corrects two submissions; send a file for each'
    END AS reason
FROM correcting
WHERE
    key IS NULL
    OR published_on <> corrected_on
    OR submission <> (
        SELECT first.submission FROM correcting AS first
        WHERE first.key IS NOT NULL ORDER BY first.row_number LIMIT 1
    )
