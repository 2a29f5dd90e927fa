-- Allows one stage of a kind. Grain: one row. Parameters: kind, stage, place, step.
INSERT INTO allowed_stage VALUES (:kind, :stage, :place, :step)
