"""Measurements on large data, as ratios within one run."""
