-- Whose figures a formula adds up, and from when to when as a member.
-- Grain: one row per formula, party and membership. Parameters: circles.
CREATE OR REPLACE TEMP TABLE circles AS
SELECT unnest(
    from_json(
        $circles,
        '[{"book": "VARCHAR", "party": "VARCHAR", "joined_on": "DATE", "left_on": "DATE"}]'
    ),
    recursive := true
)
