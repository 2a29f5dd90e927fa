-- Whether a label is that of a fiscal year, other than the calendar year. Grain: one value.
CREATE OR REPLACE TEMP MACRO is_fiscal(label) AS label LIKE 'FY%'
