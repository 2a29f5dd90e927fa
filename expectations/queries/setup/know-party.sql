-- Adds one party code. Grain: one row. Parameters: party.
INSERT INTO known_party VALUES (:party)
