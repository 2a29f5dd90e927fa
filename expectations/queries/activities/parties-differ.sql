-- Rows that name one party on both sides. Grain: one row per offending row. Placeholder: batch.
SELECT
    row_number,
    'initiator and responder are the same party, ' || shown(initiator) AS reason
FROM {batch}
WHERE initiator = responder
