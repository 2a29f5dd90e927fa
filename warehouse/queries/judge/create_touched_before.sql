-- What stands of the obligations that were judged again. Grain: one row per commitment, party,
-- period. Reads: touched.
CREATE OR REPLACE TEMP VIEW touched_before AS
SELECT * FROM out.current_assessments SEMI JOIN touched USING (commitment, party)
