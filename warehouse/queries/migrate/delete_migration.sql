-- Forget a view's earlier text before its new one is recorded. Parameters: name.
DELETE FROM ops.migrations WHERE name = $name
