"""Text put into DuckDB SQL where parameters cannot go: names, literals, file names."""

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


def file_literal(path: Path | str) -> str:
    """Quote a file name for a reader function, which takes it for a glob otherwise.

    >>> file_literal("run[1].parquet")
    "'run[[]1].parquet'"
    """
    return literal("".join(f"[{c}]" if c in "[*?" else c for c in str(path)))


def names(identifiers: Iterable[str]) -> str:
    """Quote names and join them with commas."""
    return ", ".join(name(identifier) for identifier in identifiers)
