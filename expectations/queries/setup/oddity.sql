-- What is known to be odd and not told again. Grain: one row per oddity; NULL: any.
CREATE TABLE oddity (rule VARCHAR, indicator VARCHAR, party VARCHAR, period VARCHAR)
