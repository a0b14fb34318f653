"""What slices are made of: the columns of a pair frame as small whole numbers, row by row.

A column is taken as it is, null among its values. Two features are derived: `slots` gives `has slot X` for each name
among the gold's slots, of which an utterance may have several; `length` is the text's length in characters, in bands,
unless the frame has a column of that name.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from analysis.arrow_codes import Encoded, encode, encode_slot_names, stack
from analysis.derived import LENGTH, SLOT_NAMES, length_band
from analysis.documents import document_columns
from analysis.frames import as_lazy, require_columns
from analysis.outcomes import columns_needed, has_outcome
from analysis.parts import Countable, in_parts
from loaders.schema import ROLES, UTTERANCE_UNITS, Unit, paired

SLOTS: Final = "slots"

_FIRST: Final = ("locale", "domain", "intent", SLOTS, LENGTH, "frequency_band", "partition")
_NEVER: Final = ("row", "utterance_id", "text", "n_slots", "frequency", "parallel_id", "annotated_at", SLOT_NAMES)
_OF_RUNS: Final = tuple(paired(role, "") for role in ROLES)


Step = Callable[[], None]
"""Called all along a search; what it raises ends the search."""


def go_on() -> None:
    """Do nothing at a step."""


@dataclass(frozen=True)
class Features:
    """The rows of a frame: which are negative flips, and the features of each by column."""

    flipped: NDArray[np.bool_]
    columns: Mapping[str, Encoded]


def default_columns(frame: Countable) -> tuple[str, ...]:
    """Return the columns that are searched where none is named.

    Of locale, domain, intent, slots, length, frequency_band and partition those there are, then every other column of
    single values but ids, texts, numbers, dates, JSON documents (`left_out_columns`), and what the runs answered.
    """
    types = as_lazy(in_parts(frame).frames[0]).collect_schema()
    first = [name for name in _FIRST if name in types or (name == LENGTH and "text" in types)]
    documents = left_out_columns(frame)
    return (*first, *(name for name in _further(types) if name not in documents))


def left_out_columns(frame: Countable) -> tuple[str, ...]:
    """Return the further columns that are searched only where they are named, for they hold JSON documents."""
    whole = as_lazy(in_parts(frame).frames[0])
    return document_columns(whole, _further(whole.collect_schema()))


def _further(types: nw.Schema) -> list[str]:
    single = (name for name, kind in types.items() if not (kind.is_nested() or name.startswith(_OF_RUNS)))
    return [name for name in single if name not in _FIRST and name not in _NEVER]


def read_features(frame: Countable, unit: Unit, columns: Sequence[str], at_step: Step = go_on) -> Features:
    """Read these columns of a pair frame, whole or in parts, and the negative flips of a unit.

    `at_step` is called before each part and each of its columns, in threads of their own.

    Raises `UnknownColumn`, and ValueError for a column of lists other than `slots` and for the unit `slot`: the slots
    of one utterance break together, which no test here allows for.
    """
    if unit not in UTTERANCE_UNITS:
        raise ValueError(f"slices are searched for {', '.join(UTTERANCE_UNITS)}, not for {unit!r}")
    columns = tuple(dict.fromkeys(columns))
    queries = [_select(as_lazy(part), unit, columns) for part in in_parts(frame).frames]
    with ThreadPoolExecutor(len(queries)) as pool:
        parts = list(pool.map(lambda query: _encode(query, columns, at_step), queries))
    n_rows = [len(part.flipped) for part in parts]
    stacked = {column: stack([part.columns[column] for part in parts], n_rows) for column in columns}
    return Features(np.concatenate([part.flipped for part in parts]), stacked)


def _select(lazy: nw.LazyFrame[Any], unit: Unit, columns: Sequence[str]) -> nw.LazyFrame[Any]:
    types = lazy.collect_schema()
    derived = {LENGTH: length_band()} if LENGTH not in types and "text" in types else {}
    require_columns(lazy, (*columns_needed(unit), *(column for column in columns if column not in derived)))
    for column in columns:
        if column != SLOTS and column not in derived and types[column].is_nested():
            raise ValueError(f"column {column!r} holds {types[column]}; choose columns of single values")
    # By number, for a column may have any name.
    numbered = {f"_{i}": derived.get(column, nw.col(column)) for i, column in enumerate(columns)}
    return lazy.select(_flipped=has_outcome(unit, "negative_flip"), **numbered)


def _encode(query: nw.LazyFrame[Any], columns: Sequence[str], at_step: Step) -> Features:
    at_step()
    table = query.collect().to_arrow()
    encoded = {}
    for i, column in enumerate(columns):
        at_step()
        encoded[column] = (encode_slot_names if column == SLOTS else encode)(table.column(f"_{i}"))
    return Features(table.column("_flipped").to_numpy().astype(np.bool_), encoded)
