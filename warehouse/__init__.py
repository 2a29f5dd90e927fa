"""What we know: the only room that speaks DuckDB."""
