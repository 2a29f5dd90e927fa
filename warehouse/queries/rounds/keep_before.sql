-- Keep the rounds as they were declared before. Grain as `party_rounds`, which it reads.
CREATE OR REPLACE TEMP TABLE party_rounds_before AS
FROM party_rounds
