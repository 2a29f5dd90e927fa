-- The priorities of every kind of activity, the most urgent first.
-- Grain: one row per source, kind and priority. Parameters: priorities.
CREATE OR REPLACE TEMP TABLE case_priorities AS
SELECT unnest(
    from_json(
        $priorities,
        '[{"source": "VARCHAR", "kind": "VARCHAR", "priority": "VARCHAR", "place": "INTEGER"}]'
    ),
    recursive := true
)
