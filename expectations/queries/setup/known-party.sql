-- The party codes we know. Grain: one row per code. Parameters: none.
CREATE TABLE known_party (party VARCHAR)
