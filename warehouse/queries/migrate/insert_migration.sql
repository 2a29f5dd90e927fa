-- Record one migration or view. Parameters: name, content.
INSERT INTO ops.migrations VALUES ($name, $content)
