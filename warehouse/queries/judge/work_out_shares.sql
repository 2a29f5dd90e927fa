-- Measures worked out among members: a party's share of their total, and that share held against its
-- share of an ability.
-- Grain: one row per formula of these kinds, period and member then with a figure. Parameters: as_of.
-- Reads: workings, circles, observed. Members are those at the period's end, or on the as_of day while
-- it runs. A total is of them all: where one figure is missing it is not known, and `lacks` says whose.
-- Sums are of figures at nine decimals, shares in percent at twelve.
CREATE OR REPLACE TEMP TABLE shares AS
WITH spoken_of AS (
    SELECT DISTINCT
        workings.*,
        observed.period,
        least(period_end(observed.period), CAST($as_of AS DATE)) AS counted_on
    FROM workings
    INNER JOIN observed
        ON workings.source = observed.source AND workings.indicator = observed.indicator
    WHERE workings.formula IN ('share_of_total', 'fair_share')
),

told AS (
    SELECT
        spoken_of.*,
        circles.party,
        one.* EXCLUDE (source, party, indicator, period),
        other.value AS ability,
        other.status AS ability_status,
        other.published_on AS ability_published_on,
        coalesce(other.is_illustrative, false) AS is_ability_illustrative,
        {'submission': one.submission, 'row_number': one.row_number} AS cell,
        {'submission': other.submission, 'row_number': other.row_number} AS ability_cell
    FROM spoken_of
    INNER JOIN circles
        ON spoken_of.book = circles.book AND circles.joined_on <= spoken_of.counted_on
        AND (circles.left_on IS NULL OR circles.left_on > spoken_of.counted_on)
    LEFT JOIN observed AS one
        ON spoken_of.source = one.source AND spoken_of.indicator = one.indicator
        AND circles.party = one.party AND spoken_of.period = one.period
    LEFT JOIN observed AS other
        ON spoken_of.other_source = other.source AND spoken_of.other = other.indicator
        AND circles.party = other.party AND spoken_of.period = other.period
),

totals AS (
    SELECT
        book,
        period,
        count(*) AS members,
        sum(TRY(billionths(value))) AS billionths_in_all,
        sum(TRY(billionths(ability))) AS ability_billionths_in_all,
        list(party ORDER BY party) FILTER (value IS NULL) AS silent,
        list(party ORDER BY party) FILTER (ability IS NULL AND other IS NOT NULL) AS without_ability,
        bool_or(status IN ('E', 'P', 'F') OR ability_status IN ('E', 'P', 'F')) AS has_estimates,
        greatest(max(published_on), max(ability_published_on)) AS published_on,
        bool_or(is_illustrative OR is_ability_illustrative) AS is_illustrative,
        list({'role': 'of the total', 'submission': cell.submission, 'row_number': cell.row_number}
            ORDER BY party) FILTER (cell.submission IS NOT NULL) AS cells,
        list({
            'role': 'of all ability',
            'submission': ability_cell.submission, 'row_number': ability_cell.row_number
        } ORDER BY party) FILTER (ability_cell.submission IS NOT NULL) AS ability_cells
    FROM told
    GROUP BY book, period
),

summed AS (
    SELECT
        told.* REPLACE (
            totals.published_on AS published_on,
            totals.is_illustrative AS is_illustrative,
            CASE WHEN totals.has_estimates THEN 'E' ELSE told.status END AS status
        ),
        totals.members,
        totals.silent,
        totals.without_ability,
        CASE WHEN totals.silent IS NULL THEN in_units(totals.billionths_in_all) END AS total,
        CASE WHEN totals.without_ability IS NULL THEN in_units(totals.ability_billionths_in_all) END
            AS ability_total,
        list_concat(totals.cells, totals.ability_cells, list_filter(
            [{
                'role': 'ability',
                'submission': told.ability_cell.submission, 'row_number': told.ability_cell.row_number
            }],
            lambda used: used.submission IS NOT NULL
        )) AS also
    FROM told
    INNER JOIN totals USING (book, period)
    WHERE told.submission IS NOT NULL
),

divided AS (
    SELECT
        *,
        quotient(value, total, 100) AS share,
        quotient(ability, ability_total, 100) AS ability_share
    FROM summed
),

worked_out AS (
    SELECT
        *,
        CASE formula
            WHEN 'share_of_total' THEN share
            ELSE quotient(share * 1000, ability_share * 1000, 1)
        END AS worked_out
    FROM divided
)

SELECT
    * EXCLUDE (worked_out) REPLACE (CAST(worked_out AS DECIMAL(38, 18)) AS value),
    value AS amount,
    CASE
        WHEN worked_out IS NOT NULL OR value IS NULL THEN NULL
        WHEN silent IS NOT NULL THEN missing_of(indicator, period, silent)
        WHEN without_ability IS NOT NULL THEN missing_of(other, period, without_ability)
        ELSE format('the total of {} is nothing, or has too many digits', period)
    END AS lacks
FROM worked_out
