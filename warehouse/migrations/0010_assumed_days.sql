-- Whether the day of an edition is the one on which the file came, since nothing said another.
-- NULL: received before that was kept.
ALTER TABLE ops.submissions ADD COLUMN is_day_assumed BOOLEAN;
