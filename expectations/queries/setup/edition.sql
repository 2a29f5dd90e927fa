-- The date of the edition. Grain: one row. Parameters: none.
SELECT published_on FROM expected
