-- The register's rules as a table. Grain: one row per commitment that is judged. Parameters: rules.
CREATE OR REPLACE TEMP TABLE rules AS
SELECT unnest(
    from_json(
        $rules,
        '[{
            "commitment": "VARCHAR", "arrangement": "VARCHAR", "kind": "VARCHAR",
            "cadence": "VARCHAR", "effective_from": "DATE", "effective_until": "DATE",
            "source": "VARCHAR", "unit": "VARCHAR", "indicator": "VARCHAR", "money_base": "VARCHAR",
            "rates": "VARCHAR", "rates_at": "VARCHAR",
            "deflator_source": "VARCHAR", "deflator": "VARCHAR", "deflator_over": "VARCHAR",
            "base_period": "VARCHAR",
            "book": "VARCHAR", "priced_book": "VARCHAR",
            "at_least": "DECIMAL(38, 18)", "margin": "DECIMAL(38, 18)",
            "ends_at": "DECIMAL(38, 18)", "is_ceiling": "BOOLEAN", "is_ramp": "BOOLEAN",
            "growth": "DECIMAL(8, 4)", "stage": "VARCHAR", "by_day": "DATE",
            "baseline": "INTEGER", "reach_by": "DATE",
            "settled": "VARCHAR",
            "item": "VARCHAR", "is_cumulative": "BOOLEAN", "is_open_ended": "BOOLEAN",
            "activity": "VARCHAR", "from_stage": "VARCHAR", "to_stage": "VARCHAR", "unless": ["VARCHAR"],
            "within_days": "INTEGER", "business_days_of": "VARCHAR",
            "due_days": "INTEGER", "delinquent_days": "INTEGER",
            "is_illustrative": "BOOLEAN", "rule_hash": "VARCHAR"
        }]'
    ),
    recursive := true
)
