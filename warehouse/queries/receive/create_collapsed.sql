-- A text with every run of white space as one space. Grain: one value.
CREATE OR REPLACE TEMP MACRO collapsed(sent) AS trim(regexp_replace(sent, '[\s\x{00a0}]+', ' ', 'g'))
