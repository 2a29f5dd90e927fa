-- The stages of every kind of activity, in their order, and who must take a case on from each.
-- Grain: one row per source, kind and stage. Parameters: stages. Without `mover` nobody must.
CREATE OR REPLACE TEMP TABLE case_stages AS
SELECT unnest(
    from_json(
        $stages,
        '[{
            "source": "VARCHAR", "kind": "VARCHAR", "stage": "VARCHAR", "place": "INTEGER",
            "mover": "VARCHAR"
        }]'
    ),
    recursive := true
)
