-- What follows from the verdicts: shortfall so far, what it takes, and where the present pace leads.
-- Grain: one row per commitment and party. Places: relation.
-- Parameters: commitment, arrangement, party (NULL: all), until (a day; NULL: no limit), as_of.
-- Reads: rules, figures. `until` looks at periods that ended by then only.
-- Pace: least squares through the values of the last six periods, if there are four of them at
-- least, with the prediction interval of a single value at 80 % (the quantiles are those of
-- Student's t at 0.9 for two, three and four degrees of freedom).
-- Source: Draper, Smith, Applied Regression Analysis, 3rd edition, 3.1 and 3.2 (inverse regression).
-- `pace_band` holds where the line is by the day promised against the target and the rule's margin.
WITH assessed AS (
    SELECT
        *,
        verdict IN ('unmet', 'off_track', 'at_risk') AS is_short,
        verdict NOT IN ('pending', 'no_data', 'waived') AS is_judged,
        max(CASE WHEN verdict IN ('met', 'met_late', 'on_track', 'waived') THEN period_start END) OVER (
            PARTITION BY commitment, party
        ) AS last_kept
    FROM <<relation>>
    WHERE
        ($commitment IS NULL OR commitment = $commitment)
        AND ($arrangement IS NULL OR arrangement = $arrangement)
        AND ($until IS NULL OR period_end <= CAST($until AS DATE))
),

tallied AS (
    SELECT
        commitment,
        party,
        max(period_end) AS last_end,
        max(max(period_end)) OVER (PARTITION BY commitment) AS last_end_of_any,
        arg_max(verdict, period_start) AS last_verdict,
        arg_max(target, period_start) AS target,
        count(*) FILTER (is_judged) AS periods_judged,
        count(*) FILTER (is_short) AS periods_short,
        count(*) FILTER (
            verdict IN ('unmet', 'off_track') AND (last_kept IS NULL OR period_start > last_kept)
        ) AS in_a_row,
        CASE WHEN count(*) FILTER (is_judged) > 0 AND count(*) FILTER (is_short AND gap IS NULL) = 0
            THEN coalesce(sum(gap) FILTER (is_short), 0)
        END AS shortfall,
        CASE WHEN count(*) FILTER (is_judged) > 0 AND count(*) FILTER (is_short AND gap_usd IS NULL) = 0
            THEN coalesce(sum(gap_usd) FILTER (is_short), 0)
        END AS shortfall_usd,
        CASE WHEN count(*) FILTER (is_short AND coalesce(gap, required) IS NULL) = 0
            THEN sum(coalesce(gap, required)) FILTER (is_short)
        END AS short_at_most,
        min(period) FILTER (is_judged) AS judged_since
    FROM assessed
    GROUP BY commitment, party
),

-- The latest period judged; where none is, the latest there is.
standing AS (
    SELECT *
    FROM assessed
    QUALIFY row_number() OVER (
        PARTITION BY commitment, party
        ORDER BY verdict IN ('pending', 'no_data'), period_start DESC
    ) = 1
),

placed AS (
    SELECT
        standing.commitment, standing.arrangement, standing.party, standing.period,
        standing.verdict, standing.unit, standing.gap, standing.gap_usd, standing.unmet_since,
        CASE WHEN standing.required < standing.target AND rules.kind = 'deliver'
            THEN standing.target - standing.value
        END AS still_owed,
        standing.is_illustrative, standing.due_on,
        tallied.* EXCLUDE (commitment, party),
        rules.kind, rules.cadence,
        -- A fiscal year that is the calendar year is numbered and called like it.
        CASE WHEN rules.cadence = 'fiscal_year' AND NOT is_fiscal(standing.period) THEN 'year'
            ELSE rules.cadence
        END AS numbered_by,
        calendar_of(standing.party, standing.period, standing.period_start) AS calendar,
        year_begun(CAST($as_of AS DATE), standing.period_start) AS this_year,
        rules.source, rules.book, rules.indicator, rules.money_base,
        year_begun(rules.reach_by, standing.period_start) AS by_year,
        rules.margin, rules.is_cumulative, rules.is_open_ended,
        coalesce(rules.is_ceiling, false) AS is_ceiling,
        -- Fiscal years end on many days: the last one is that in which one looks.
        CASE WHEN rules.cadence = 'fiscal_year'
            THEN tallied.last_end + INTERVAL 1 YEAR
                > coalesce(CAST($until AS DATE), CAST($as_of AS DATE) + INTERVAL 1 YEAR - INTERVAL 1 DAY)
            ELSE tallied.last_end = tallied.last_end_of_any
        END AND tallied.last_verdict <> 'waived'
            AND coalesce(rules.effective_until >= CAST($as_of AS DATE), true) AS is_bound
    FROM standing
    INNER JOIN tallied USING (commitment, party)
    INNER JOIN rules USING (commitment)
    WHERE $party IS NULL OR standing.party = $party
),

-- The values of the last six periods of the parties still bound.
recent AS (
    SELECT
        placed.commitment, placed.party, placed.source, placed.money_base, placed.target,
        period_number(placed.numbered_by, figures.period) AS number,
        figures.period, figures.value, figures.is_illustrative,
        CAST(figures.value AS DOUBLE) AS height,
        figures.status IN ('E', 'P', 'F') AS is_estimate
    FROM placed
    INNER JOIN figures
        ON placed.book = figures.book AND placed.indicator = figures.indicator
        AND placed.party = figures.party
    WHERE
        placed.is_bound AND placed.kind IN ('threshold', 'reach') AND NOT placed.is_ceiling
        AND figures.value IS NOT NULL
        AND period_number(placed.numbered_by, figures.period) IS NOT NULL
        AND period_end_of(placed.calendar, figures.period) <= placed.last_end
    QUALIFY number > max(number) OVER (PARTITION BY placed.commitment, placed.party) - 6
),

fitted AS (
    SELECT
        commitment, party, source, money_base,
        max(number) AS latest_number,
        arg_max(period, number) AS latest_period,
        arg_max(value, number) AS latest_value,
        arg_max(is_estimate, number) AS is_estimate,
        arg_min(period, number) AS pace_since,
        bool_or(is_illustrative) AS has_illustration,
        count(*) AS values_used,
        regr_slope(height, number ORDER BY number) AS slope,
        avg(number ORDER BY number) AS middle,
        avg(height ORDER BY number) AS height,
        CAST(any_value(target) AS DOUBLE) - avg(height ORDER BY number) AS to_climb,
        regr_sxx(height, number ORDER BY number) AS spread,
        1 + 1 / count(*) AS share_of_one
    FROM recent
    GROUP BY ALL
),

-- How far values lie from the line: added up one by one, as a difference of sums would be too coarse.
scattered AS (
    SELECT
        recent.commitment, recent.party,
        [1.8856180831641267, 1.6377443536962095, 1.5332062740589438][any_value(values_used) - 3] * sqrt(
            sum(
                pow(recent.height - fitted.height - slope * (recent.number - middle), 2)
                ORDER BY recent.number
            ) / (any_value(values_used) - 2)
        ) AS band
    FROM recent
    INNER JOIN fitted USING (commitment, party)
    WHERE values_used >= 4
    GROUP BY ALL
),

-- Where the line, and the upper and the lower bound of its interval, come up to the target.
crossed AS (
    SELECT
        *,
        CASE WHEN band IS NOT NULL THEN CAST(slope AS DECIMAL(38, 9)) END AS pace,
        slope * slope - band * band / spread AS certainty,
        to_climb * to_climb / spread + (slope * slope - band * band / spread) * share_of_one AS reach
    FROM fitted
    LEFT JOIN scattered USING (commitment, party)
),

arriving AS (
    SELECT
        *,
        CASE WHEN pace > 0 THEN middle + to_climb / slope END AS line_at,
        CASE
            WHEN pace > 0 AND (to_climb <= 0 OR reach < 0) THEN latest_number
            WHEN pace > 0
            THEN middle + (to_climb * to_climb - band * band * share_of_one)
                / (slope * to_climb + band * sqrt(greatest(reach, 0)))
        END AS upper_at,
        CASE WHEN pace > 0 AND certainty > 0
            THEN middle + (slope * to_climb + band * sqrt(reach)) / certainty
        END AS lower_at
    FROM crossed
),

ahead AS (
    SELECT
        placed.*,
        arriving.* EXCLUDE (commitment, party, source, money_base),
        CASE
            WHEN placed.kind = 'reach' AND placed.is_bound
                AND placed.by_year >= placed.this_year
                AND placed.by_year > arriving.latest_number
            THEN placed.by_year - arriving.latest_number
            WHEN placed.kind = 'deliver' AND NOT placed.is_open_ended
                AND coalesce(placed.still_owed, placed.gap) > 0
                AND placed.due_on >= CAST($as_of AS DATE)
            THEN placed.due_on - CAST($as_of AS DATE) + 1
        END AS remaining,
        CASE
            WHEN placed.kind = 'deliver' THEN coalesce(placed.still_owed, placed.gap)
            WHEN arriving.latest_value >= placed.target THEN 0
            ELSE placed.target - arriving.latest_value
        END AS to_go,
        money.value AS base_usd_million
    FROM placed
    LEFT JOIN arriving USING (commitment, party)
    LEFT JOIN figures AS money
        ON arriving.source = money.book AND arriving.money_base = money.indicator
        AND arriving.party = money.party AND arriving.latest_period = money.period
),

asked AS (
    SELECT
        *,
        CASE
            WHEN kind = 'deliver' AND still_owed IS NULL THEN gap_usd
            WHEN unit = 'percent' THEN usd_of_share(to_go, base_usd_million)
            WHEN unit LIKE 'usd%' THEN CAST(to_go * money_scale(unit) AS DECIMAL(38, 2))
        END AS to_go_usd,
        quotient(to_go, remaining, 1) AS takes,
        CASE WHEN kind = 'reach' AND remaining > 0 AND pace IS NOT NULL
            THEN CAST(height + slope * (by_year - middle) AS DECIMAL(38, 9))
        END AS expected
    FROM ahead
)

SELECT
    commitment,
    arrangement,
    party,
    period,
    verdict,
    unit,
    cadence,
    gap,
    gap_usd,
    unmet_since,
    CASE WHEN unmet_since IS NOT NULL THEN in_a_row ELSE 0 END AS in_a_row,
    periods_judged,
    periods_short,
    CASE WHEN money_scale(unit) IS NULL THEN NULL WHEN is_cumulative THEN gap ELSE shortfall END AS shortfall,
    CASE WHEN is_cumulative THEN gap_usd ELSE shortfall_usd END AS shortfall_usd,
    CASE WHEN kind = 'deliver' AND NOT is_cumulative AND shortfall IS NULL THEN short_at_most END AS short_at_most,
    judged_since,
    target,
    latest_period,
    latest_value,
    coalesce(is_estimate, false) AS is_estimate,
    to_go,
    to_go_usd,
    remaining,
    takes,
    CAST(quotient(to_go_usd, remaining, 1) AS DECIMAL(38, 2)) AS takes_usd,
    pace,
    pace_since,
    CASE WHEN pace IS NOT NULL THEN values_used END AS values_used,
    CASE WHEN to_go > 0 AND line_at - latest_number <= 100 THEN
        period_numbered(numbered_by, greatest(CAST(ceil(round(line_at, 9)) AS BIGINT), latest_number + 1))
    END AS arrives,
    CASE WHEN to_go > 0 AND line_at - latest_number <= 100 THEN
        period_numbered(numbered_by, greatest(CAST(ceil(round(upper_at, 9)) AS BIGINT), latest_number + 1))
    END AS earliest,
    CASE WHEN to_go > 0 AND lower_at - latest_number <= 100 THEN
        period_numbered(numbered_by, greatest(CAST(ceil(round(lower_at, 9)) AS BIGINT), latest_number + 1))
    END AS latest,
    expected,
    CASE
        WHEN expected >= target THEN 'on_track'
        WHEN expected >= target - margin THEN 'at_risk'
        WHEN expected IS NOT NULL THEN 'off_track'
    END AS pace_band,
    is_illustrative OR coalesce(has_illustration, false) AS is_illustrative
FROM asked
ORDER BY commitment, party
