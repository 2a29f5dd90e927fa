-- Where the source puts what is owed at nothing there is nothing to keep or to break, and no verdict.
DELETE FROM deliveries
WHERE target <= 0
