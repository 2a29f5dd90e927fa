-- One known oddity. Grain: one row. Parameters: rule, indicator, party, period (NULL: any).
INSERT INTO oddity VALUES (:rule, :indicator, :party, :period)
