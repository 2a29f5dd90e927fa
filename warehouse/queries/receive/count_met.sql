-- How many figures an edition meets, revises, or finds revised already. Grain: one row.
SELECT
    count(*) FILTER (counts) AS compared,
    count(*) FILTER (counts AND differs) AS revised,
    max(from_edition) FILTER (counts) AS from_edition,
    count(*) FILTER (NOT counts) AS outdated,
    max(from_edition) FILTER (NOT counts) AS newer_edition
FROM met
