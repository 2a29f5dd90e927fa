-- Figures that disagree with each other by more than their source declares, both shown.
-- Grain: one row per check and figure. Parameters: checks (JSON, one object per check).
-- `equals` holds one indicator against another, of another source if it says so, `ratio` against
-- the quotient of two, `not_above` the sum of everything against the sum of another, by party and
-- series, `adds_up` a group against the sum of all parties, or of those who were members at the
-- period's end; `never_falls` and `steady_total` hold an edition against the one published before.
-- Where there is nothing to hold a sum against, that is one finding however many series lack it.
-- A total speaks of its own edition: parties' figures of a later one are not held against it.
-- Reads: period_end, editions.
WITH declared AS (
    SELECT unnest(
        from_json(
            $checks,
            '[{
                "source": "VARCHAR", "kind": "VARCHAR", "indicator": "VARCHAR", "other": "VARCHAR",
                "other_source": "VARCHAR", "divided_by": "VARCHAR", "total": "VARCHAR",
                "members": [{"party": "VARCHAR", "joined_on": "DATE", "left_on": "DATE"}],
                "times": "DOUBLE", "tolerance": "DOUBLE", "tolerance_share": "DOUBLE",
                "reason": "VARCHAR"
            }]'
        ),
        recursive := true
    )
),

current AS (
    SELECT observations.*
    FROM core.observations
    INNER JOIN editions ON observations.submission = editions.submission
    WHERE observations.source IN (
        SELECT source FROM declared UNION ALL SELECT other_source FROM declared
    )
    QUALIFY editions.edition = max(editions.edition) OVER (
        PARTITION BY
            observations.source,
            observations.series,
            CASE WHEN observations.series IS NULL THEN observations.party END,
            CASE WHEN observations.series IS NULL THEN observations.indicator END,
            CASE WHEN observations.series IS NULL THEN observations.period END
    )
),

standing AS (
    SELECT * FROM current WHERE value IS NOT NULL
),

published AS (
    SELECT observations.*
    FROM core.observations
    SEMI JOIN declared ON observations.source = declared.source
    SEMI JOIN editions ON observations.submission = editions.submission
    WHERE observations.value IS NOT NULL
    -- An edition that was sent again is one edition.
    QUALIFY row_number() OVER (
        PARTITION BY source, published_on, series, party, indicator, period, item, occurred_on
        ORDER BY recorded_at DESC, submission DESC
    ) = 1
),

-- Kept apart, or transactions of one party and year would be joined with each other.
pairable AS MATERIALIZED (
    SELECT standing.*
    FROM standing
    WHERE (source, indicator) IN (
        SELECT source, unnest([indicator, other, divided_by])
        FROM declared WHERE kind IN ('equals', 'ratio')
        UNION ALL
        SELECT other_source, other FROM declared WHERE kind = 'equals' AND other_source IS NOT NULL
    )
),

pairs AS (
    SELECT
        declared.source, declared.kind, declared.tolerance, declared.tolerance_share,
        declared.reason, one.party, one.period, one.indicator, one.unit,
        CAST(one.value AS DOUBLE) AS figure,
        CASE
            WHEN declared.kind = 'equals' THEN declared.times * CAST(other.value AS DOUBLE)
            ELSE declared.times * CAST(other.value AS DOUBLE) / nullif(CAST(divisor.value AS DOUBLE), 0)
        END AS other_figure
    FROM declared
    INNER JOIN pairable AS one
        ON declared.source = one.source AND declared.indicator = one.indicator
    INNER JOIN pairable AS other
        ON coalesce(declared.other_source, declared.source) = other.source
        AND declared.other = other.indicator
        AND one.party = other.party AND one.period = other.period
        AND (one.item IS NOT DISTINCT FROM other.item OR declared.other_source IS NOT NULL)
    LEFT JOIN pairable AS divisor
        ON declared.source = divisor.source AND declared.divided_by = divisor.indicator
        AND one.party = divisor.party AND one.period = divisor.period
    WHERE declared.kind IN ('equals', 'ratio')
),

sums AS (
    SELECT
        declared.source, declared.kind, declared.tolerance, declared.tolerance_share,
        declared.reason, declared.other,
        standing.party, standing.series AS period, declared.indicator, standing.unit,
        CAST(sum(standing.value) FILTER (standing.indicator = declared.indicator) AS DOUBLE) AS figure,
        CAST(sum(standing.value) FILTER (standing.indicator = declared.other) AS DOUBLE) AS other_figure
    FROM declared
    INNER JOIN standing
        ON declared.source = standing.source
        AND standing.indicator IN (declared.indicator, declared.other)
    WHERE declared.kind = 'not_above'
    GROUP BY ALL
),

unmatched AS (
    SELECT
        source, kind, tolerance, tolerance_share,
        format('no {} is published for {} of the series that these add up', other, count(*)) AS reason,
        party, CAST(NULL AS VARCHAR) AS period, indicator, unit,
        sum(figure) AS figure, CAST(NULL AS DOUBLE) AS other_figure
    FROM sums
    WHERE figure > tolerance AND other_figure IS NULL
    GROUP BY source, kind, tolerance, tolerance_share, other, party, indicator, unit
),

totalled AS (
    SELECT
        declared.*,
        standing.period, standing.unit, standing.value, standing.published_on,
        standing.indicator = declared.indicator AND standing.party = declared.total AS is_total,
        standing.indicator = coalesce(declared.other, declared.indicator)
        AND length(standing.party) = 3
        AND (
            declared.members IS NULL
            OR len(list_filter(
                declared.members,
                lambda member: member.party = standing.party
                    AND member.joined_on <= period_end(standing.period)
                    AND coalesce(member.left_on > period_end(standing.period), true)
            )) > 0
        ) AS is_part
    FROM declared
    INNER JOIN standing
        ON declared.source = standing.source
        AND standing.indicator IN (declared.indicator, declared.other)
    WHERE declared.kind = 'adds_up'
),

added AS (
    SELECT
        source, kind, tolerance, tolerance_share, reason, total AS party, period, indicator,
        any_value(unit) FILTER (is_total) AS unit,
        CAST(any_value(value) FILTER (is_total) AS DOUBLE) AS figure,
        CAST(sum(value) FILTER (is_part) AS DOUBLE) AS other_figure
    FROM totalled
    WHERE is_total OR is_part
    GROUP BY
        source, kind, tolerance, tolerance_share, reason, total, period, indicator, other,
        CASE WHEN other IS NULL THEN unit END
    HAVING max(published_on) FILTER (is_part) <= max(published_on) FILTER (is_total)
),

falls AS (
    SELECT
        declared.source, declared.kind, declared.tolerance, declared.tolerance_share,
        declared.reason,
        published.party, CAST(published.published_on AS VARCHAR) AS period, published.indicator,
        published.unit,
        CAST(published.value AS DOUBLE) AS figure,
        lag(CAST(published.value AS DOUBLE)) OVER (
            PARTITION BY published.source, published.party, published.indicator
            ORDER BY published.published_on, published.recorded_at
        ) AS other_figure
    FROM declared
    INNER JOIN published
        ON declared.source = published.source AND declared.indicator = published.indicator
    WHERE declared.kind = 'never_falls'
),

of_edition AS (
    SELECT
        declared.source, declared.kind, declared.tolerance, declared.tolerance_share,
        declared.reason,
        published.published_on, published.indicator, published.unit,
        CAST(sum(published.value) AS DOUBLE) AS figure
    FROM declared
    INNER JOIN published
        ON declared.source = published.source AND declared.indicator = published.indicator
    WHERE declared.kind = 'steady_total'
    GROUP BY ALL
),

totals AS (
    SELECT
        source, kind, tolerance, tolerance_share, reason,
        CAST(NULL AS VARCHAR) AS party,
        CAST(published_on AS VARCHAR) AS period,
        indicator, unit, figure,
        lag(figure) OVER (PARTITION BY source, indicator, unit ORDER BY published_on) AS other_figure
    FROM of_edition
),

compared AS (
    SELECT
        *,
        abs(figure - other_figure) > greatest(tolerance, tolerance_share * abs(other_figure)) AS is_found
    FROM (FROM pairs UNION ALL FROM added)
    UNION ALL
    SELECT * EXCLUDE (other), figure > other_figure + tolerance FROM sums
    UNION ALL
    SELECT *, true FROM unmatched
    UNION ALL
    SELECT *, figure < other_figure FROM falls
    UNION ALL
    SELECT *, abs(figure - other_figure) > tolerance * abs(other_figure) FROM totals
)

SELECT
    source, kind, party, period, indicator, unit,
    CAST(round(figure, 9) AS DECIMAL(38, 9)) AS figure,
    CAST(round(other_figure, 9) AS DECIMAL(38, 9)) AS other_figure,
    reason
FROM compared
WHERE is_found
ORDER BY source, kind, indicator, party, period
