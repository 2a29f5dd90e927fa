-- Rows of the first day of a month where their indicator has no figure of another day, in the file or
-- standing: a spreadsheet keeps 2024 and July 2024, typed into a cell of dates, as such a day.
-- Grain: one row per offending row. Placeholder: batch. Of periods only a day has ten characters.
WITH of_days AS (
    SELECT DISTINCT indicator, period FROM {batch} WHERE length(period) = 10
),

doubtful AS (
    SELECT indicator FROM of_days GROUP BY indicator HAVING bool_and(ends_with(period, '-01'))
)
SELECT
    staged.row_number,
    concat(
        staged.party, ' ', staged.indicator, ' ', staged.period, ': the period is one day; for the ',
        'year write ', left(staged.period, 4), ', for the month ', left(staged.period, 7)
    ) AS reason
FROM {batch} AS staged
SEMI JOIN doubtful ON staged.indicator = doubtful.indicator
ANTI JOIN
    (SELECT indicator FROM standing WHERE length(period) = 10) AS known
    ON staged.indicator = known.indicator
WHERE length(staged.period) = 10
