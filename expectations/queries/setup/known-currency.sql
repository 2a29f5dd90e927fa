-- The currencies there are, in lower case. Grain: one row per code. Parameters: none.
CREATE TABLE known_currency (currency VARCHAR)
