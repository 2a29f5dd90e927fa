-- How many lines the reader could not take: one row.
SELECT count(DISTINCT line_byte_position) FROM reject_errors
