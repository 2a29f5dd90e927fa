-- Record that a letter was handed over. Parameters: delivery, channel, sent_at.
UPDATE ops.deliveries
SET channel = $channel, sent_at = $sent_at
WHERE delivery = $delivery
