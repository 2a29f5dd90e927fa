-- Texts of a staged file that name a party otherwise than by its code. Grain: one row per text.
-- Places: staged, parties (the columns, as a list). Reads: plain_name, party_spelling.
SELECT sent.text, party_spelling.party
FROM (SELECT DISTINCT unnest(<<parties>>) AS text FROM read_parquet(<<staged>>)) AS sent
INNER JOIN party_spelling ON plain_name(sent.text) = party_spelling.spelling
WHERE sent.text <> party_spelling.party
ORDER BY sent.text
