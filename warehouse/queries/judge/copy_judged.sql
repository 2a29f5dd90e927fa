-- Set what was judged aside: to be held against another state, or to be stored.
-- Grain: as judged. Places: copy. Reads: explained.
CREATE OR REPLACE TEMP TABLE <<copy>> AS
FROM explained
