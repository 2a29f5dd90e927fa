-- Whether an amount promised for a period comes to nothing. Grain: at most one row, if it does.
-- Parameters: commitment, party, period. Reads: debts.
SELECT commitment
FROM debts
WHERE commitment = $commitment AND party = $party AND period = $period AND is_nothing
