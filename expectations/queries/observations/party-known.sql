-- Rows whose party is not a code we know, nor an organisation by its name where its source has such. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    CASE
        WHEN party IS NULL
            THEN 'party is empty; a country code (ISO 3166-1 alpha-3) or an organisation is expected'
        ELSE 'party ' || shown(party)
            || ' is not a country code (ISO 3166-1 alpha-3) or organisation we know'
    END AS reason
FROM {batch}
WHERE
    party IS NULL
    OR (
        party NOT IN (SELECT known_party.party FROM known_party)
        AND NOT (starts_with(party, 'org:') AND (SELECT expected.has_organisations FROM expected))
    )
