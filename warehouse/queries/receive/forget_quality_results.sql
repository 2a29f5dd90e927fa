-- Rules checked on a submission that was rejected and is told anew. Parameters: submission.
DELETE FROM ops.quality_results WHERE submission = $submission
