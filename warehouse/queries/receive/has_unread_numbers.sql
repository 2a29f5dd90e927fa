-- Whether a number was sent that could not be read. Grain: one row. Places: staged.
SELECT count(*) > 0
FROM read_parquet(<<staged>>)
WHERE value_text IS NOT NULL OR refusal IS NOT NULL
