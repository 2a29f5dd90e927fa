-- Allows one stage of a kind. Grain: one row. Parameters: kind, stage, place.
INSERT INTO allowed_stage VALUES (:kind, :stage, :place)
