-- The stages each kind of activity may have, in their order. Grain: one row per kind and stage.
-- Parameters: none.
CREATE TABLE allowed_stage (kind VARCHAR, stage VARCHAR, place INTEGER)
