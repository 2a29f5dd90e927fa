-- Judged obligations that are new or different. Grain: one row per commitment, party, period.
-- Reads: judged, differences.
CREATE OR REPLACE TEMP TABLE news AS
SELECT * FROM judged SEMI JOIN differences USING (commitment, party, period)
