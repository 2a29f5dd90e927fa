-- Submissions in the forms partners really send, their corrections and withdrawals.

-- `series`: rows that an edition replaces as a whole; without it each cell stands by itself.
-- `item`: tells apart several values of one party, indicator and period: a flow, a transaction.
-- `place`: where the value stands in a file that is not our tidy table: sheet and cell, element.
-- `corrects`: the set-aside row, as submission and row, that this one stands for.
ALTER TABLE core.observations ADD COLUMN series VARCHAR;
ALTER TABLE core.observations ADD COLUMN item VARCHAR;
ALTER TABLE core.observations ADD COLUMN counterparty VARCHAR;
ALTER TABLE core.observations ADD COLUMN original_amount DECIMAL(38, 18);
ALTER TABLE core.observations ADD COLUMN original_currency VARCHAR;
ALTER TABLE core.observations ADD COLUMN place VARCHAR;
ALTER TABLE core.observations ADD COLUMN corrects VARCHAR;
ALTER TABLE core.activities ADD COLUMN place VARCHAR;
ALTER TABLE core.activities ADD COLUMN corrects VARCHAR;

-- `row_number` counts the rows of a submission as they were staged; it is empty for a line that
-- could not be read as a row. `as_read` holds the staged row as JSON, for a form to correct it.
ALTER TABLE raw.set_aside ADD COLUMN row_number BIGINT;
ALTER TABLE raw.set_aside ADD COLUMN place VARCHAR;
ALTER TABLE raw.set_aside ADD COLUMN as_read VARCHAR;

-- `form`: which of its source's forms the file has; NULL for our tidy table.
ALTER TABLE ops.submissions ADD COLUMN form VARCHAR;
ALTER TABLE ops.submissions ADD COLUMN columns VARCHAR[];

-- One row per decision to withdraw a submission, or to take that back; the latest counts.
CREATE TABLE ops.withdrawals (
    submission VARCHAR NOT NULL,
    is_withdrawn BOOLEAN NOT NULL,
    author VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);
