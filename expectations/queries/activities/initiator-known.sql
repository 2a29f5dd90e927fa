-- Rows whose initiator is not a code we know. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    CASE
        WHEN initiator IS NULL
            THEN 'initiator is empty; a country code (ISO 3166-1 alpha-3) or an organisation is expected'
        ELSE 'initiator ' || shown(initiator)
            || ' is not a country code (ISO 3166-1 alpha-3) or organisation we know'
    END AS reason
FROM {batch}
WHERE initiator IS NULL OR initiator NOT IN (SELECT known_party.party FROM known_party)
