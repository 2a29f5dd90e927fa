-- A text without what nobody sees around it: white space, non-breaking spaces included, and
-- characters without width, such as a byte order mark where two files were joined.
-- Grain: one value.
CREATE OR REPLACE TEMP MACRO trimmed(sent) AS
    trim(
        sent,
        ' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(133) || chr(160)
        || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198)
        || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8203) || chr(8239) || chr(8287)
        || chr(8288) || chr(12288) || chr(65279)
    )
