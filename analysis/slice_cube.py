"""Rows that are alike counted once: the distinct combinations of conditions, with their pairs and negative flips.

A million pairs have far fewer combinations of locale, domain, intent, slot names and bands than rows, so whatever is
counted afterwards is counted over these cells.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.arrow_codes import Encoded
from analysis.frames import Value
from analysis.slice_features import SLOTS, Features, Step, go_on

Counts = NDArray[np.int64]

_NONE: Final = -1
_BITS: Final = 52
"""Slot names in one number; a float holds as many bits exactly."""
_ROOM: Final = 2**62


@dataclass(frozen=True)
class Condition:
    """One condition of a slice: a column has a value; of `slots`, a slot has this name.

    >>> str(Condition("locale", "de-DE")), str(Condition("slots", "date")), str(Condition("device", None))
    ('locale=de-DE', 'has slot date', 'device=null')
    """

    column: str
    value: Value

    def __str__(self) -> str:
        """Write the condition as it is shown."""
        if self.column == SLOTS:
            return f"has slot {self.value}"
        written = str(self.value).lower() if isinstance(self.value, bool) else self.value
        return f"{self.column}={'null' if written is None else written}"


@dataclass(frozen=True)
class SliceCube:
    """Cell c holds `n[c]` pairs, `n_flips[c]` of them negative flips, which meet the conditions `met[:, c]`.

    `met` holds numbers of conditions, filled up with `len(conditions)`; a condition's number is in no row of `met`
    before its `first_row`.
    """

    conditions: tuple[Condition, ...]
    first_row: tuple[int, ...]
    met: NDArray[np.int16] | NDArray[np.int32]
    n: Counts
    n_flips: Counts

    @property
    def n_all(self) -> int:
        """All pairs."""
        return int(self.n.sum())

    @property
    def n_flips_all(self) -> int:
        """All negative flips."""
        return int(self.n_flips.sum())


@dataclass(frozen=True)
class _Block:
    """Row r meets the conditions `table[codes[r]]`, filled up with `_NONE`."""

    codes: NDArray[np.int64]
    table: NDArray[np.int64]


def build_cube(features: Features, min_support: int, at_step: Step = go_on) -> SliceCube:
    """Count the rows by the conditions that they meet.

    A condition is kept where at least `min_support` pairs meet it, and not all of them: no slice could be made of the
    others. Conditions stand in the order of the columns, then of their values, null last. `at_step` is called all
    along.
    """
    n_rows = len(features.flipped)
    conditions: list[Condition] = []
    blocks: list[_Block] = []
    first_row: list[int] = []
    for column, encoded in features.columns.items():
        at_step()
        kept = _kept_codes(encoded, n_rows, min_support)
        first_row.extend([sum(block.table.shape[1] for block in blocks)] * len(kept))
        if column == SLOTS:
            for start in range(0, len(kept), _BITS):
                part = kept[start : start + _BITS]
                blocks.append(_block_of_slots(encoded, part, len(conditions) + start, n_rows))
        else:
            blocks.append(_block_of_column(encoded, kept, len(conditions)))
        conditions.extend(Condition(column, encoded.values[code]) for code in kept)
    cell_of = _number_cells(blocks, n_rows, at_step)
    n = np.bincount(cell_of)
    a_row_of = np.empty(len(n), dtype=np.int64)
    a_row_of[cell_of] = np.arange(n_rows)
    n_flips = np.bincount(cell_of[features.flipped], minlength=len(n))
    return SliceCube(tuple(conditions), tuple(first_row), _met(blocks, a_row_of, len(conditions)), n, n_flips)


def _met(blocks: list[_Block], a_row_of: NDArray[np.int64], nothing: int) -> NDArray[np.int16] | NDArray[np.int32]:
    # numpy sorts numbers of 16 bits in one pass, which is half the search.
    kind = np.int16 if nothing < 2**15 else np.int32
    met = np.full((sum(block.table.shape[1] for block in blocks), len(a_row_of)), nothing, dtype=kind)
    row = 0
    for block in blocks:
        codes = block.codes[a_row_of]
        for members in block.table.T:
            met[row] = np.where(members == _NONE, nothing, members)[codes]
            row += 1
    return met


def _kept_codes(encoded: Encoded, n_rows: int, min_support: int) -> list[int]:
    n = np.bincount(encoded.codes, minlength=len(encoded.values))
    kept: list[int] = np.flatnonzero((n >= min_support) & (n < n_rows)).tolist()
    return sorted(kept, key=lambda code: (encoded.values[code] is None, str(encoded.values[code])))


def _block_of_column(encoded: Encoded, kept: list[int], start: int) -> _Block:
    number = np.full(len(encoded.values), len(kept), dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return _Block(number[encoded.codes], np.array([*range(start, start + len(kept)), _NONE]).reshape(-1, 1))


def _block_of_slots(encoded: Encoded, kept: list[int], start: int, n_rows: int) -> _Block:
    """Return a block whose codes are sets of slot names, one bit a name."""
    bit = np.zeros(len(encoded.values))
    bit[kept] = 2.0 ** np.arange(len(kept))
    word = np.bincount(encoded.rows, weights=bit[encoded.codes], minlength=n_rows).astype(np.int64)
    words, codes = np.unique(word, return_inverse=True)
    sets = [[start + i for i in range(len(kept)) if word >> i & 1] for word in words.tolist()]
    width = max((len(one) for one in sets), default=0)
    table = np.array([[*one, *[_NONE] * (width - len(one))] for one in sets], dtype=np.int64)
    return _Block(codes, table.reshape(len(sets), width))


def _number_cells(blocks: list[_Block], n_rows: int, at_step: Step) -> NDArray[np.int64]:
    """Return for each row the number of its combination of codes; the numbers have no gaps."""
    key, n_keys = np.zeros(n_rows, dtype=np.int64), 1
    for block in blocks:
        at_step()
        if n_keys * len(block.table) > _ROOM:
            values, key = np.unique(key, return_inverse=True)
            n_keys = len(values)
        key = key * len(block.table) + block.codes
        n_keys *= len(block.table)
    at_step()
    _, cell_of = np.unique(key, return_inverse=True)
    return cell_of
