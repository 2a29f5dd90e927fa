-- One row per migration applied and view created, with the text it had.
SELECT name, content FROM ops.migrations
