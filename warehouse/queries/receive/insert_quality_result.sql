-- Record one rule checked on one submission. Parameters: one per column.
INSERT INTO ops.quality_results
VALUES ($submission, $rule, $severity, $scope, $passed, $rows_unexpected, $message)
