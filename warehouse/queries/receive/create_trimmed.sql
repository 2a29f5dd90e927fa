-- A text without the white space around it, non-breaking spaces included. Grain: one value.
CREATE OR REPLACE TEMP MACRO trimmed(sent) AS
    trim(sent, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8199) || chr(8239))
