-- Rows whose value is about a hundred times what the same figure was in the edition that stands, or a
-- hundredth; where nothing stands, of the party's other periods in this file: the geometric mean
-- of three at least, which are far closer to each other. Transactions have no other periods, and
-- what may be below zero, such as a change, has no usual size. Grain: one row per offending row.
-- Placeholder: batch.
WITH sized AS (
    SELECT
        staged.row_number, staged.party, staged.indicator, staged.period, staged.unit, staged.value,
        declared_indicator.is_dated,
        ln(abs(CAST(staged.value AS DOUBLE))) AS size
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
    WHERE staged.value <> 0
),
stood AS (
    SELECT row_number, value, unit, published_on FROM met WHERE value <> 0
),
peers AS (
    SELECT
        party, indicator, unit,
        sum(size) AS sizes, sum(size * size) AS squares, count(*) AS periods
    FROM sized
    WHERE NOT is_dated
    GROUP BY party, indicator, unit
    HAVING count(*) > 3 AND min(value) > 0
),
compared AS (
    SELECT
        sized.*,
        standing.value AS stood,
        standing.published_on AS stood_on,
        CASE
            WHEN standing.value IS NULL THEN (peers.sizes - sized.size) / (peers.periods - 1)
            ELSE ln(abs(CAST(standing.value AS DOUBLE)))
        END AS usual,
        CASE
            WHEN standing.value IS NOT NULL THEN 0
            ELSE sqrt(greatest(0, (peers.squares - sized.size * sized.size) / (peers.periods - 1)
                - ((peers.sizes - sized.size) / (peers.periods - 1)) ^ 2))
        END AS spread
    FROM sized
    LEFT JOIN stood AS standing
        ON sized.row_number = standing.row_number AND sized.unit = standing.unit
    LEFT JOIN peers
        ON sized.party = peers.party AND sized.indicator = peers.indicator AND sized.unit = peers.unit
)
SELECT
    row_number,
    concat(
        party, ' ', indicator, ' ', period, ': value ', plain(value), ' is ',
        format('{{:,.0f}}', exp(abs(size - usual))), ' times ',
        CASE WHEN size > usual THEN 'larger' ELSE 'smaller' END, ' than ',
        CASE
            WHEN stood IS NULL THEN 'the party''s other periods'
            ELSE concat(plain(stood), ' in the edition of ', stood_on)
        END,
        '; is it in another unit?'
    ) AS reason
FROM compared
WHERE
    abs(size - usual) >= greatest(ln(90), 4 * spread)
    AND NOT is_odd('magnitude-plausible', compared.indicator, compared.party, compared.period)
