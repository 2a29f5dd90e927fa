-- Names the file of what stood on the day of an edition that comes late. Grain: one value.
-- Parameters: stood.
SET VARIABLE stood = :stood
