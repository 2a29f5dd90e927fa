-- Set what was judged aside, so that another state can be judged and held against it.
-- Grain: as judged. Reads: explained.
CREATE OR REPLACE TEMP TABLE judged_before AS
FROM explained
