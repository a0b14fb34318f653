"""The gold of a whole evaluation set as columns: what text algorithms read, without an object for each utterance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.annotation.spread import keys_of_groups, mixed
from analysis.arrow_codes import Codes, Encoded, encode
from analysis.frames import Frame, as_lazy, require_columns
from analysis.suspicion import Normalise, Reading

_NEEDED: Final = ("row", "locale", "intent", "text", "slots")


@dataclass(frozen=True, eq=False)
class Slots:
    """All slots below each other: those of utterance i stand from `offsets[i]` to `offsets[i + 1]`.

    `values` are normalised; `starts` count code points of the text as it stands, -1 where the source gave none.
    """

    offsets: Codes
    names: Encoded
    values: Encoded
    starts: Codes

    def of(self, place: int) -> tuple[tuple[str, str], ...]:
        """Return name and normalised value of each slot of an utterance, in their order."""
        places = range(self.offsets[place], self.offsets[place + 1])
        return tuple((word_of(self.names, one), word_of(self.values, one)) for one in places)


@dataclass(frozen=True, eq=False)
class Golds:
    """Utterances in the order of `row`, column by column; place i of each belongs together.

    `texts` are as they stand, `normal` the normalised ones. `further` has the columns that were asked for besides.
    """

    rows: Codes
    locales: Encoded
    intents: Encoded
    texts: Encoded
    normal: Encoded
    slots: Slots
    further: dict[str, Encoded]

    def __len__(self) -> int:
        """Number of utterances."""
        return len(self.rows)

    def reading(self, place: int) -> Reading:
        """Return the gold of an utterance as it is compared."""
        return Reading(word_of(self.intents, place), tuple(sorted(self.slots.of(place))))

    def frame_keys(self) -> NDArray[np.uint64]:
        """Return a number an utterance that is equal where the golds are: same intent, same slots in any order.

        Different golds share a number with odds of 2^-64.
        """
        slots = keys_of_groups(together(self.slots.names.codes, self.slots.values.codes), self.slots.offsets)
        return np.asarray(mixed(self.intents.codes) * np.uint64(3) + slots, dtype=np.uint64)


def read_golds(frame: Frame, normalise: Normalise, further: Sequence[str] = ()) -> Golds:
    """Read the gold of a frame with one row an utterance; `further` columns where it has them.

    Raises `UnknownColumn` for a column of the gold that it lacks.
    """
    lazy = as_lazy(frame)
    require_columns(lazy, _NEEDED)
    there = [column for column in dict.fromkeys(further) if column in lazy.collect_schema().names()]
    columns = list(dict.fromkeys((*_NEEDED, *there)))
    table = lazy.select(*columns).collect().to_arrow()
    table = table.take(pc.sort_indices(table["row"]))
    texts = encode(table["text"])
    return Golds(
        table["row"].to_numpy().astype(np.int64),
        encode(table["locale"]),
        encode(table["intent"]),
        texts,
        _normalised(texts, normalise),
        _slots(table["slots"], normalise),
        {column: encode(table[column]) for column in there},
    )


def word_of(column: Encoded, place: int) -> str:
    """Return an entry as text; null is empty."""
    value = column.values[column.codes[place]]
    return "" if value is None else str(value)


def together(*columns: Codes) -> Codes:
    """Return a number for each place, from 0, that is equal where all columns are.

    >>> together(np.array([0, 0, 1, 0]), np.array([5, 6, 5, 5])).tolist()
    [0, 1, 2, 0]
    """
    found = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        wide = int(column.max()) + 1 if len(column) else 1
        found = np.unique(found * wide + column, return_inverse=True)[1]
    return found


def _normalised(column: Encoded, normalise: Normalise) -> Encoded:
    known: dict[str, int] = {}
    codes = [known.setdefault("" if value is None else normalise(str(value)), len(known)) for value in column.values]
    return Encoded(tuple(known), np.array(codes, dtype=np.int64)[column.codes], column.rows)


def _slots(column: Any, normalise: Normalise) -> Slots:
    lists = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    n_slots = np.zeros(len(lists), dtype=np.int64)
    flat = pa.array([], pa.struct([("name", pa.string()), ("value", pa.string())]))
    # Where no row has a slot, an engine without types cannot tell what they would be.
    if hasattr(lists.type, "value_type") and pa.types.is_struct(lists.type.value_type):
        n_slots = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        flat = pc.list_flatten(lists)
    fields = {flat.type.field(index).name for index in range(flat.type.num_fields)}
    starts = pc.struct_field(flat, "start") if "start" in fields else pa.nulls(len(flat), pa.int64())
    return Slots(
        np.concatenate([[0], np.cumsum(n_slots)]).astype(np.int64),
        encode(pc.struct_field(flat, "name")),
        _normalised(encode(pc.struct_field(flat, "value")), normalise),
        starts.cast(pa.float64()).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64),
    )
