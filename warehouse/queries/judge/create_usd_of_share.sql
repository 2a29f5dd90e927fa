-- So many percent of an amount in million USD, in US dollars. Grain: one value.
-- The whole millions and the rest are multiplied apart: one product would need more digits than
-- there are.
CREATE OR REPLACE TEMP MACRO usd_of_share(share, usd_million) AS
    CAST(
        CAST(
            share * CAST(trunc(usd_million) AS DECIMAL(20, 0))
            + CAST(
                share * CAST(usd_million - trunc(usd_million) AS DECIMAL(16, 15)) AS DECIMAL(38, 18)
            )
            AS DECIMAL(38, 6)
        ) * 10000 AS DECIMAL(38, 2)
    )
