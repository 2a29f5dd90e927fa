-- Lines set aside, each once however many rules it broke: one row.
SELECT count(DISTINCT line) FROM set_aside
