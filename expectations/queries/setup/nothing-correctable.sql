-- No row is there to be corrected. Grain: no rows.
CREATE TABLE correctable (key VARCHAR, submission VARCHAR, published_on DATE)
