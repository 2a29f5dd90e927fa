-- How measures are worked out from figures as published. Grain: one row per formula, which has a book
-- of its own. Parameters: workings. `other` is what the indicator is divided by or held against: of
-- `other_source`, where that is not its own.
CREATE OR REPLACE TEMP TABLE workings AS
SELECT unnest(
    from_json(
        $workings,
        '[{
            "book": "VARCHAR", "formula": "VARCHAR", "source": "VARCHAR", "indicator": "VARCHAR",
            "other": "VARCHAR", "other_source": "VARCHAR", "times": "HUGEINT"
        }]'
    ),
    recursive := true
)
