-- Whom each commitment binds, and from when to when as a member.
-- Grain: one row per commitment, party and membership. Parameters: bound.
CREATE OR REPLACE TEMP TABLE bound AS
SELECT unnest(
    from_json(
        $bound,
        '[{"commitment": "VARCHAR", "party": "VARCHAR", "joined_on": "DATE", "left_on": "DATE"}]'
    ),
    recursive := true
)
