-- Allows one priority of a kind. Grain: one row. Parameters: kind, priority, place.
INSERT INTO allowed_priority VALUES (:kind, :priority, :place)
