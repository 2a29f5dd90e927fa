-- The stages each kind of activity may have, in their order, and the steps of its path, which come one
-- after another. Grain: one row per kind and stage. Parameters: none.
CREATE TABLE allowed_stage (kind VARCHAR, stage VARCHAR, place INTEGER, step INTEGER)
