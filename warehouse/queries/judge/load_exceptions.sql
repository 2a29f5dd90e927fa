-- Exemptions and waivers. Grain: one row per commitment, party and exception. Parameters:
-- exceptions. An exemption has no dates and holds always.
CREATE OR REPLACE TEMP TABLE exceptions AS
SELECT unnest(
    from_json(
        $exceptions,
        '[{
            "commitment": "VARCHAR", "party": "VARCHAR", "starts_on": "DATE", "ends_on": "DATE",
            "reason": "VARCHAR"
        }]'
    ),
    recursive := true
)
