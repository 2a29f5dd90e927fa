-- At which byte the reader began each record it could not take. Grain: one row per record.
SELECT DISTINCT line_byte_position FROM reject_errors ORDER BY line_byte_position
