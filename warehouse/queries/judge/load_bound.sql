-- Whom each commitment binds, from when to when as a member, and when its own years begin.
-- Grain: one row per commitment, party and membership. Parameters: bound.
CREATE OR REPLACE TEMP TABLE bound AS
SELECT unnest(
    from_json(
        $bound,
        '[{
            "commitment": "VARCHAR", "party": "VARCHAR", "joined_on": "DATE", "left_on": "DATE",
            "year_begins": "VARCHAR"
        }]'
    ),
    recursive := true
)
