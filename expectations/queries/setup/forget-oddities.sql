-- Forget what is known to be odd by one rule. Parameters: rule.
DELETE FROM oddity WHERE rule = :rule
