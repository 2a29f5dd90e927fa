-- What promises of an amount ask for. Grain: one row per obligation of this kind.
-- Reads: obligations, deliveries. `bound_since` is when the membership began that binds, NULL where
-- none does. Where the source puts what is owed at nothing, nothing is asked for.
CREATE OR REPLACE TEMP TABLE debts AS
SELECT
    obligations.commitment,
    obligations.party,
    obligations.period,
    obligations.joined_on AS bound_since,
    coalesce(deliveries.target <= 0, false) AS is_nothing
FROM obligations
INNER JOIN deliveries USING (obligation)
WHERE deliveries.variant = 0
