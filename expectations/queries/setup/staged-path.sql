-- Names the staged file. Grain: one value. Parameters: staged (path of the Parquet file).
SET VARIABLE staged = :staged
