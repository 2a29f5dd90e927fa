-- Rows whose responder is not a code we know. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    CASE
        WHEN responder IS NULL
            THEN 'responder is empty; a country code (ISO 3166-1 alpha-3) or an organisation is expected'
        ELSE 'responder ' || shown(responder)
            || ' is not a country code (ISO 3166-1 alpha-3) or organisation we know'
    END AS reason
FROM {batch}
WHERE responder IS NULL OR responder NOT IN (SELECT known_party.party FROM known_party)
