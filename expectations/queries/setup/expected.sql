-- What holds for the whole file. Grain: one row; published_on is the edition's date, the one most
-- rows carry (the latest of equals), and NULL when no row carries any.
-- `series` is the one of rows that name none. Parameters: source, received_on, has_organisations,
-- series.
CREATE TABLE expected AS
SELECT
    CAST(:source AS VARCHAR) AS source,
    CAST(:received_on AS DATE) AS received_on,
    CAST(:has_organisations AS BOOLEAN) AS has_organisations,
    CAST(:series AS VARCHAR) AS series,
    (
        SELECT published_on
        FROM staged
        WHERE published_on IS NOT NULL
        GROUP BY published_on
        ORDER BY count(*) DESC, published_on DESC
        LIMIT 1
    ) AS published_on
