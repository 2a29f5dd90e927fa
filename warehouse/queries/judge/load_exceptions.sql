-- Exemptions and waivers. Grain: one row per commitment, party and exception. Parameters:
-- exceptions. A waiver without dates holds always.
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
