-- The priorities each kind of activity may have, the most urgent first.
-- Grain: one row per kind and priority. Parameters: none.
CREATE TABLE allowed_priority (kind VARCHAR, priority VARCHAR, place INTEGER)
