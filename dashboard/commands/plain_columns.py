"""Refuses columns of lists where single values are needed."""

from collections.abc import Iterable

from analysis.frames import Frame, as_lazy
from loaders.errors import InputError


def check_plain(frame: Frame, option: str, columns: Iterable[str]) -> None:
    """Raise `InputError` for a column of lists; a column that is not there is left to the analysis."""
    types = as_lazy(frame).collect_schema()
    for column in columns:
        if column in types and types[column].is_nested():
            plain = sorted(name for name, kind in types.items() if not kind.is_nested())
            raise InputError(f"{option} {column}: holds lists; choose from {', '.join(plain)}")
