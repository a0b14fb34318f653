"""Files in, aligned and scored immutable DuckDB files out."""
