-- Forget which lines the reader refused, before it reads the file again. Reads: reject_errors.
DELETE FROM reject_errors
