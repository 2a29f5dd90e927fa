-- Rows of a submission that was rejected and is told anew. Parameters: submission.
DELETE FROM raw.set_aside WHERE submission = $submission
