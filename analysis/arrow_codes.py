"""Arrow columns as numbers of their distinct values, which numpy counts fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.frames import Value

Codes = NDArray[np.int64]

_NOTHING: Final = np.array([], dtype=np.int64)


@dataclass(frozen=True)
class Encoded:
    """Entry i has the value `values[codes[i]]` and belongs to row `rows[i]`; each value stands once, null is None."""

    values: tuple[Value, ...]
    codes: Codes
    rows: Codes


def encode(column: Any) -> Encoded:
    """Encode an Arrow column of single values: one entry a row. Not-a-number is null."""
    values, codes = _distinct(column)
    return Encoded(values, codes, np.arange(len(codes), dtype=np.int64))


def encode_slot_names(column: Any) -> Encoded:
    """Encode the field `name` of an Arrow column of lists of structs: one entry for each name that a row has."""
    lists = _whole(column)
    kind = lists.type
    if not hasattr(kind, "value_type") or not pa.types.is_struct(kind.value_type):
        # Where no row has a slot, an engine without types cannot tell what they would be.
        return Encoded((), _NOTHING, _NOTHING)
    values, codes = _distinct(pc.struct_field(pc.list_flatten(lists), "name"))
    rows = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    # Sorted already, but for the names within a row; `np.unique` hashes them, which takes a hundred times as long.
    entries = np.sort(rows * len(values) + codes, kind="stable")
    rows, codes = np.divmod(entries[np.diff(entries, prepend=-1) != 0], len(values))
    return Encoded(values, codes, rows)


def stack(parts: Sequence[Encoded], n_rows: Sequence[int]) -> Encoded:
    """Put the encodings of parts below each other; `n_rows` tells how many rows each part has."""
    known: dict[Value, int] = {}
    codes, rows, start = [_NOTHING], [_NOTHING], 0
    for part, n in zip(parts, n_rows, strict=True):
        renumbered = [known.setdefault(value, len(known)) for value in part.values]
        codes.append(np.array(renumbered, dtype=np.int64)[part.codes])
        rows.append(part.rows + start)
        start += n
    return Encoded(tuple(known), np.concatenate(codes), np.concatenate(rows))


def _distinct(column: Any) -> tuple[tuple[Value, ...], Codes]:
    whole = _whole(column)
    if pa.types.is_dictionary(whole.type):
        whole = whole.cast(whole.type.value_type)
    if pa.types.is_floating(whole.type):
        whole = pc.if_else(pc.is_nan(whole), None, whole)
    encoded = whole.dictionary_encode()
    values = (*encoded.dictionary.to_pylist(), None)
    codes = encoded.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)
    return values, codes.astype(np.int64)


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
