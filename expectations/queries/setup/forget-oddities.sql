-- Forget what is known to be odd by one rule. Grain: rows of oddity. Parameters: rule.
DELETE FROM oddity WHERE rule = :rule
