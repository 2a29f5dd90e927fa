-- What a submission is told beside what was set aside, and whose rows it sends again.

-- `corrects`: the submission some of whose set-aside rows this one sends again; the two are one
-- edition. `notices`: what was noticed beside what stood before, in the words of the receipt.
ALTER TABLE ops.submissions ADD COLUMN corrects VARCHAR;
ALTER TABLE ops.submissions ADD COLUMN notices VARCHAR[];

-- `submission`: whose receipt the letter is; NULL for a letter about an arrangement.
ALTER TABLE ops.deliveries ADD COLUMN submission VARCHAR;
