-- Add the lines above the heading to what is set aside. Parameters: two lists of equal length.
INSERT INTO set_aside BY NAME
SELECT
    unnest(CAST($lines AS BIGINT[])) AS line,
    'left-out' AS rule,
    'a note above the heading' AS reason,
    unnest(CAST($texts AS VARCHAR[])) AS original
