"""Text put into DuckDB SQL where parameters cannot go: names, literals, file names."""

import os
from collections.abc import Iterable
from pathlib import Path


def name(identifier: str) -> str:
    """Quote a name.

    >>> name('odd "name"')
    '"odd ""name\"""'
    """
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def path_literal(path: Path | str) -> str:
    """Quote a file name to attach; absolute, so that no part of it is taken for a home folder or a protocol.

    >>> path_literal("/data/it's.duckdb")
    "'/data/it''s.duckdb'"
    """
    return literal(os.path.abspath(path))


def file_literal(path: Path | str) -> str:
    """Quote a file name for a reader function, which takes it for a glob otherwise.

    >>> file_literal("/data/run[1].parquet")
    "'/data/run[[]1].parquet'"
    """
    return literal("".join(f"[{c}]" if c in "[*?" else c for c in os.path.abspath(path)))


def names(identifiers: Iterable[str]) -> str:
    """Quote names and join them with commas."""
    return ", ".join(name(identifier) for identifier in identifiers)
