-- By which figures each commitment is judged: variant 0, and by which others its verdicts are tried.
-- Grain: one row per commitment and variant. Parameters: books.
-- A book is a set of figures: a source's as published, or of one commitment, priced or worked out.
CREATE OR REPLACE TEMP TABLE books AS
SELECT unnest(
    from_json(
        $books,
        '[{
            "commitment": "VARCHAR", "variant": "INTEGER", "alternative": "VARCHAR",
            "words": "VARCHAR", "book": "VARCHAR", "decimals": "INTEGER", "rates_at": "VARCHAR"
        }]'
    ),
    recursive := true
)
