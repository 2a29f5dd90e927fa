-- No edition is newer: what stands stood on the day of this one. Grain: as standing.
CREATE VIEW stood AS SELECT * FROM standing
