-- Names the file of what stood before. Grain: one value. Parameters: standing.
SET VARIABLE standing = :standing
