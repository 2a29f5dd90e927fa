-- What of a promise's hash is of what is promised and when, and not of whose figures are added up.
-- Grain: one value.
CREATE OR REPLACE TEMP MACRO rule_of(hash) AS split_part(hash, '.', 1) || '.' || split_part(hash, '.', 2)
