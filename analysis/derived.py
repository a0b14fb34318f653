"""Columns that no frame need hold, for they follow from the others: `slices` finds them, filters take them by name.

| column | values |
|---|---|
| `has_slot` | names of the gold's slots; of several all, null for none |
| `length` | the length of the text in characters, in bands: `LENGTHS` |
| `frequency_band` | `head`, `torso` or `tail`: `analysis.bands` |
| `swing` | how far the confidence in the right intent moved on a flip: `SWINGS`, `analysis.gold_swing` |
| `verdict` | what annotators together say: `analysis.standing`, null for nothing; `analysis.standing_filter` keeps it |
| `gold` | `suspect` where an audit of the labels finds it likely wrong, else `clean`: `analysis.gold_filter` keeps it |

A column of that name that a frame does hold stands before the derived one.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

import narwhals as nw

from analysis.bands import BANDS, FREQUENCY_BAND, BandLimits, frequency_band
from analysis.frames import Value, in_arrow, require_columns
from analysis.gold_filter import GOLDS
from analysis.gold_swing import SWING_PARTS, keep_lists, swing_columns, swing_part
from analysis.standing import STANDINGS
from loaders.schema import UTTERANCE_UNITS, Unit

HAS_SLOT: Final = "has_slot"
LENGTH: Final = "length"
SWING: Final = "swing"
VERDICT: Final = "verdict"
GOLD: Final = "gold"
SLOT_NAMES: Final = "slot_names"
"""Column of a pair frame that `has_slot` is told from: a list of the names of the gold's slots."""

_LENGTHS: Final = (
    (10, "up to 10 characters"),
    (20, "11-20 characters"),
    (40, "21-40 characters"),
    (80, "41-80 characters"),
)
_LONGER: Final = "over 80 characters"

LENGTHS: Final = (*(name for _, name in _LENGTHS), _LONGER)
SWINGS: Final = tuple(part.removeprefix("n_") for part in SWING_PARTS)
"""The parts of `gold_swing.SwingCounts`."""

DERIVED: Final = (HAS_SLOT, LENGTH, FREQUENCY_BAND, SWING, VERDICT, GOLD)

VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    LENGTH: LENGTHS,
    FREQUENCY_BAND: BANDS,
    SWING: SWINGS,
    VERDICT: STANDINGS,
    GOLD: GOLDS,
}
"""The values that a derived column can have; `has_slot` has those of the data."""


def is_derived(column: str, existing: Collection[str]) -> bool:
    """Does this name a derived column, in a frame that holds these?"""
    return column in DERIVED and column not in existing


def length_band() -> nw.Expr:
    """Return the band of the text's length; null of no text."""
    n = nw.col("text").str.len_chars()
    band = nw.lit(_LONGER)
    for limit, name in reversed(_LENGTHS):
        band = nw.when(n <= limit).then(nw.lit(name)).otherwise(band)
    return nw.when(~n.is_null()).then(band)


def check_values(column: str, values: Collection[Value]) -> None:
    """Raise ValueError for a value that a derived column cannot have; null it may be.

    >>> check_values("frequency_band", ["tail", "body"])
    Traceback (most recent call last):
    ValueError: frequency_band cannot be 'body'; it is head, torso, tail or nothing
    """
    allowed = VALUES.get(column)
    for value in values:
        if allowed and value not in (None, "", *allowed):
            raise ValueError(f"{column} cannot be {value!r}; it is {', '.join(allowed)} or nothing")


def keep_derived(
    lazy: nw.LazyFrame[Any], unit: Unit, column: str, values: Collection[Value], limits: BandLimits | None
) -> nw.LazyFrame[Any]:
    """Keep the rows that have one of the values in a derived column, of `has_slot` all of them.

    `limits` are those of `frequency_band`. Raises `UnknownColumn` where the frame lacks what the column follows from,
    and ValueError for a value it cannot have, bands without limits and a swing of single slots.
    """
    check_values(column, values)
    if column == HAS_SLOT:
        return _keep_slots(lazy, values)
    if column == SWING:
        if unit not in UTTERANCE_UNITS:
            raise ValueError("a gold slot has no swing of its own; use the unit frame, intent or slots")
        require_columns(lazy, swing_columns(unit))
        lazy = keep_lists(lazy)
        found = swing_part(unit)
        values = [value if value in (None, "") else f"n_{value}" for value in values]
    elif column == LENGTH:
        require_columns(lazy, ("text",))
        found = length_band()
    else:
        if limits is None:
            raise ValueError("frequency bands are those of all utterances: give their limits (with_band_limits)")
        found = frequency_band(lazy, limits)
    wanted = [value for value in values if value not in (None, "")]
    if len(wanted) == len(values):
        return lazy.filter(found.is_in(wanted))
    return lazy.filter((found.is_in(wanted) | found.is_null()) if wanted else found.is_null())


def _keep_slots(lazy: nw.LazyFrame[Any], values: Collection[Value]) -> nw.LazyFrame[Any]:
    require_columns(lazy, (SLOT_NAMES,))
    if lazy.implementation.is_pandas_like():
        lazy = in_arrow(lazy)
    names = nw.col(SLOT_NAMES)
    none = names.list.len().fill_null(0) == 0
    return lazy.filter(*(none if value in (None, "") else names.list.contains(value) for value in values))
