-- Whose figures are missing for a total, in words. Grain: one list of parties.
CREATE OR REPLACE TEMP MACRO missing_of(indicator, period, parties) AS
    format('no figure {} of {} for {}', indicator, period, array_to_string(parties[:3], ', '))
    || CASE WHEN len(parties) > 3 THEN format(' and {} more', len(parties) - 3) ELSE '' END
