-- Ways to write a party, as they are compared. Grain: one row per spelling.
-- Parameters: spellings, parties: lists of equal length, the first of equals counts.
CREATE OR REPLACE TEMP TABLE party_spelling AS
WITH written AS (
    SELECT unnest(CAST($spellings AS VARCHAR[])) AS spelling, unnest(CAST($parties AS VARCHAR[])) AS party,
        generate_subscripts(CAST($spellings AS VARCHAR[]), 1) AS place
)

SELECT plain_name(spelling) AS spelling, arg_min(party, place) AS party
FROM written
WHERE plain_name(spelling) <> ''
GROUP BY ALL
