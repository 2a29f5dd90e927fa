-- Figures that are worked out from two others: indicator ÷ over × times, in place of `stands_for`.
-- Grain: one row per book of worked-out figures. Parameters: formulas. Without `over` nothing divides.
CREATE OR REPLACE TEMP TABLE formulas AS
SELECT unnest(
    from_json(
        $formulas,
        '[{
            "commitment": "VARCHAR", "book": "VARCHAR", "stands_for": "VARCHAR",
            "source": "VARCHAR", "indicator": "VARCHAR",
            "over_source": "VARCHAR", "over": "VARCHAR", "times": "HUGEINT"
        }]'
    ),
    recursive := true
)
