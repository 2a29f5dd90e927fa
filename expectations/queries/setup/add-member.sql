-- One membership. Grain: one row. Parameters: party, joined_on,
-- left_on (the first day after it; NULL: still one).
INSERT INTO member VALUES (:party, :joined_on, :left_on)
