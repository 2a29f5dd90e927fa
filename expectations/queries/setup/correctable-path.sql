-- Names the file of the rows that may be corrected. Grain: one value. Parameters: correctable.
SET VARIABLE correctable = :correctable
