-- Names the file of what was accepted before of what the file corrects. Grain: one value.
-- Parameters: accepted.
SET VARIABLE accepted = :accepted
