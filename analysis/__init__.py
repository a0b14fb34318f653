"""What a model update changed, as pure functions: a lazy frame in, a lazy frame or a frozen dataclass out.

Every function runs on any engine that Narwhals knows (DuckDB relation, pandas, Polars, ...) and reads, writes and
draws nothing. `frames` says what a frame is, `metrics` holds the one table of metrics.
"""
