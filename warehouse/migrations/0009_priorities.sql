-- How urgent a case is, in a word of its source; NULL where nobody said. The latest stage that says
-- so counts.
ALTER TABLE core.activities ADD COLUMN priority VARCHAR;
