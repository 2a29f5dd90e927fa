-- Adds one currency. Grain: one row. Parameters: currency.
INSERT INTO known_currency VALUES (:currency)
