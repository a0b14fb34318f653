"""What every format module yields: one record of a file, before its types are checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from loaders.errors import InputError, Rejection


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it stands in a file: place and values by column name, types as the file gave them."""

    file: str
    line: int
    values: Mapping[str, Any]


Rows: TypeAlias = Iterator[Row | Rejection]
"""Rows in the order of the file; a record that cannot be read comes as its rejection."""


def rename_columns(values: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """Give columns the names flipscope knows; `mapping` is {our name: name in the file}.

    A column that had one of our names and is not the mapped one gives way.

    >>> rename_columns({"id": 7, "intent": "gold", "guess": "stop"}, {"intent": "guess"})
    {'id': 7, 'intent': 'stop'}
    """
    if not mapping:
        return dict(values)
    taken = set(mapping.values())
    renamed = {name: value for name, value in values.items() if name not in taken and name not in mapping}
    for ours, theirs in mapping.items():
        if theirs in values:
            renamed[ours] = values[theirs]
    return renamed


def parse_mapping(options: list[str]) -> dict[str, str]:
    """Read `--column OURS=THEIRS` options.

    >>> parse_mapping(["intent=predicted_intent"])
    {'intent': 'predicted_intent'}
    """
    mapping: dict[str, str] = {}
    for option in options:
        ours, equals, theirs = option.partition("=")
        if not (equals and ours and theirs):
            raise InputError(f"--column {option!r}: write NAME=COLUMN, as in --column intent=predicted_intent")
        if ours in mapping:
            raise InputError(f"--column {ours}: given twice; a name takes one column")
        mapping[ours] = theirs
    return mapping
