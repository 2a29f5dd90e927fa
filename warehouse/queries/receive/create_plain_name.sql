-- A name as it is compared: lower case, without accents and signs. Grain: one value.
CREATE OR REPLACE TEMP MACRO plain_name(sent) AS
    trim(regexp_replace(lower(strip_accents(sent)), '[^a-z0-9]+', ' ', 'g'))
