-- Nothing was accepted before of what the file corrects, or it corrects nothing. Grain: no rows.
CREATE TABLE accepted (
    party VARCHAR, indicator VARCHAR, period VARCHAR, item VARCHAR, occurred_on DATE
)
