-- Nothing stood before. Grain: no rows.
CREATE TABLE standing (
    party VARCHAR, indicator VARCHAR, period VARCHAR, series VARCHAR, item VARCHAR, occurred_on DATE,
    value DECIMAL(38, 18), unit VARCHAR, published_on DATE
)
