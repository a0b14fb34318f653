"""Which suspects are listed: filtered by columns of the set, label pair, day and detector, in the ranking's order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.suspect_table import SuspectTable
from analysis.arrow_codes import Codes, Encoded

Shown: TypeAlias = Literal["likely", "alone", "flagged", "all"]
SHOWN: Final[tuple[Shown, ...]] = get_args(Shown)
"""More likely wrong than right; the same by the labels alone, whatever the runs say; flagged by any detector; all."""


@dataclass(frozen=True, slots=True)
class SuspectFilter:
    """Which suspects are asked for; the fields are combined with "and", an empty one keeps everything.

    `where` holds columns of the set, each with its alternative values, "" for null. `pairs` are texts of label pairs,
    alternatives too, and so are `detectors`: flagged by one of them, or, where all are shown, told of. `since` and
    `until` are days, both included; an utterance without a day is of none.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pairs: tuple[str, ...] = ()
    detectors: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    shown: Shown = "likely"

    def without_columns(self, *columns: str) -> "SuspectFilter":
        """Return the filter without these columns, for a figure that shows all their values."""
        return replace(self, where=tuple(one for one in self.where if one[0] not in columns))


def keep_utterances(table: SuspectTable, asked: SuspectFilter, rows: Codes | None = None) -> NDArray[np.bool_]:
    """Tell which utterances the filter keeps, suspect or not, by columns, days and, where given, `rows`.

    A column that the set does not have keeps nothing, unless null is asked for.
    """
    kept = np.ones(len(table.rows), dtype=np.bool_) if rows is None else _are_of(table.rows, rows)
    for column, values in asked.where:
        if column in table.columns:
            kept &= _holds(table.columns[column], values)
        elif "" not in values:
            kept[:] = False
    if asked.since or asked.until:
        kept &= _within(table.columns.get("annotated_at"), asked.since, asked.until)
    return kept


def list_suspects(table: SuspectTable, asked: SuspectFilter, kept: NDArray[np.bool_]) -> Codes:
    """Return the places in the ranking of the suspects that are asked for, the most suspect first.

    `kept` comes from `keep_utterances`.
    """
    listed = kept[table.at]
    if asked.shown == "likely":
        listed &= table.likely
    elif asked.shown == "alone":
        listed &= table.alone
    elif asked.shown == "flagged":
        listed &= table.flagged
    if asked.pairs:
        wanted = np.array([pair.text in asked.pairs for pair in table.pairs] + [False], dtype=np.bool_)
        listed &= wanted[table.pair_of]
    if asked.detectors:
        lines = [line for line, name in enumerate(table.detectors) if name in asked.detectors]
        listed &= (table.speaks if asked.shown == "all" else table.flags)[lines].any(axis=0)
    return np.flatnonzero(listed).astype(np.int64)


def count_values(column: Encoded, places: Codes) -> dict[str, int]:
    """Return how often each value stands at these places, the most frequent first, then by name; "" is null."""
    counts = np.bincount(column.codes[places], minlength=len(column.values))
    told = {as_text(value): int(n) for value, n in zip(column.values, counts, strict=True) if n}
    return dict(sorted(told.items(), key=lambda found: (-found[1], found[0])))


def _are_of(rows: Codes, wanted: Codes) -> NDArray[np.bool_]:
    """Tell which rows, in ascending order, are wanted; a look-up is ten times as fast as a comparison of both sets."""
    found = np.zeros(len(rows), dtype=np.bool_)
    if len(rows):
        places = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
        found[places[rows[places] == wanted]] = True
    return found


def as_text(value: object) -> str:
    """Return a value as the filters write it; null is ""."""
    return "" if value is None else str(value)


def _holds(column: Encoded, values: Sequence[str]) -> NDArray[np.bool_]:
    wanted = np.array([as_text(value) in values for value in column.values], dtype=np.bool_)
    return np.asarray(wanted[column.codes] if len(wanted) else np.zeros(len(column.codes), dtype=np.bool_))


def _within(days: Encoded | None, since: str, until: str) -> NDArray[np.bool_] | np.bool_:
    if days is None:
        return np.False_
    inside = np.array(
        [day is not None and (since or str(day)) <= str(day) <= (until or str(day)) for day in days.values],
        dtype=np.bool_,
    )
    return np.asarray(inside[days.codes])
