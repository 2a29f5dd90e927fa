-- Queue one letter for one audience. Parameters: one per column.
INSERT INTO ops.deliveries
VALUES (
    $delivery, $audience, $arrangement, $content_hash, $as_of, $subject, $letter, $written_at,
    NULL, NULL, $submission
)
