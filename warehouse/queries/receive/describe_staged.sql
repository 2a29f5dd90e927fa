-- What a staged file says of itself: one row. Places: staged.
-- Source and edition are those most rows have; of equals the first source and the latest edition.
-- The reader takes words such as 'infinity' for 1900-01-01, and 24 for the year 24, which no sender
-- means: has_odd_date tells of them.
SELECT
    count(*) AS rows_staged,
    (
        SELECT source
        FROM read_parquet(<<staged>>)
        WHERE source IS NOT NULL
        GROUP BY source
        ORDER BY count(*) DESC, source
        LIMIT 1
    ) AS source,
    (
        SELECT published_on
        FROM read_parquet(<<staged>>)
        WHERE published_on IS NOT NULL
        GROUP BY published_on
        ORDER BY count(*) DESC, published_on DESC
        LIMIT 1
    ) AS published_on,
    coalesce(bool_or(
        <<dates>>
    ), false) AS has_odd_date
FROM read_parquet(<<staged>>)
