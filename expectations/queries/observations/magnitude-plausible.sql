-- Rows whose value is about a hundred times what the same figure was in the edition that stands, or a
-- hundredth; where nothing stands, of the party's other periods in this file: the geometric mean
-- of three at least, which are far closer to each other. Transactions have no other periods, and
-- what may be below zero, such as a change, has no usual size. Grain: one row per offending row.
-- Placeholder: batch.
-- The keys are worked out before they are joined: a join by more than equality would compare every
-- row with every figure.
WITH sized AS (
    SELECT
        CASE WHEN is_dated THEN staged.item END AS dated_item,
        CASE WHEN is_dated THEN staged.occurred_on END AS dated_on,
        staged.row_number, staged.party, staged.indicator, staged.period, staged.unit,
        staged.item, staged.occurred_on, staged.value, declared_indicator.is_dated,
        ln(abs(CAST(staged.value AS DOUBLE))) AS size
    FROM {batch} AS staged
    INNER JOIN declared_indicator ON staged.indicator = declared_indicator.indicator
    WHERE staged.value <> 0
),
stood AS (
    SELECT
        standing.party, standing.indicator, standing.period, standing.unit, standing.value,
        standing.published_on,
        CASE WHEN is_dated THEN standing.item END AS dated_item,
        CASE WHEN is_dated THEN standing.occurred_on END AS dated_on
    FROM standing
    INNER JOIN declared_indicator ON standing.indicator = declared_indicator.indicator
    WHERE standing.value <> 0
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
        ON
            sized.party = standing.party
            AND sized.indicator = standing.indicator
            AND sized.period = standing.period
            AND sized.unit = standing.unit
            AND sized.dated_item IS NOT DISTINCT FROM standing.dated_item
            AND sized.dated_on IS NOT DISTINCT FROM standing.dated_on
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
    AND NOT EXISTS (
        SELECT 1 FROM oddity
        WHERE
            oddity.rule = 'magnitude-plausible'
            AND coalesce(oddity.indicator = compared.indicator, true)
            AND coalesce(oddity.party = compared.party, true)
            AND coalesce(oddity.period = compared.period, true)
    )
