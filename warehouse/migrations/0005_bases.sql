-- The value on the measure's other basis, and in words what would flip the verdict.
ALTER TABLE out.assessments ADD COLUMN other_value DECIMAL(38, 18);
ALTER TABLE out.assessments ADD COLUMN fragile_reason VARCHAR;
