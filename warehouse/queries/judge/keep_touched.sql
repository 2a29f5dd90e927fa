-- Only what may be judged otherwise. Places: relation (obligations or bound).
-- Grain: as the relation. Reads: touched.
CREATE OR REPLACE TEMP TABLE <<relation>> AS
SELECT * FROM <<relation>> SEMI JOIN touched USING (commitment, party)
