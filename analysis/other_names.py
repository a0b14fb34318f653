"""Under which other name the candidate gave the value of a gold slot: `date` became `day` 12 times."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Final

import narwhals as nw

from analysis.frames import Row, as_lazy, collect_rows, require_columns
from analysis.parts import Countable, in_parts
from analysis.weights import weight_of
from loaders.schema import FOUND, RENAMED, SLOT_NAME_END, SLOT_SEPARATOR

_COLUMNS: Final = ("slots", "baseline_slot_states", "candidate_slot_states", "candidate_slot_answers")

OtherNames = dict[str, tuple[tuple[str, int], ...]]
"""By gold value the other names with their counts, the most frequent first, ties by name."""


def count_other_names(
    pairs: Countable, slot_name: str, normalise: Callable[[str], str], weight: str | None = None
) -> OtherNames:
    """Count the names under which the candidate gave the values of the slots of one name that the baseline got right.

    Of each value they add up to the `n` of its `ValueChange` with the state `RENAMED`; values without one are left out.
    `normalise` is the one that the slots were judged by. Raises `UnknownColumn`.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in in_parts(pairs).frames:
        lazy = as_lazy(part)
        require_columns(lazy, _COLUMNS)
        renamed = lazy.filter(nw.col("candidate_slot_states").str.contains(RENAMED, literal=True).fill_null(False))
        for row in collect_rows(renamed.select(*_COLUMNS, _n=weight_of(renamed, weight))):
            for index, name in _renamed(row, normalise):
                slot, states = row["slots"][index], row["baseline_slot_states"]
                if slot["name"] == slot_name and (not states or states[index] == FOUND):
                    found[slot["value"]][name] += int(row["_n"])
    return {value: tuple(sorted(names.items(), key=lambda one: (-one[1], one[0]))) for value, names in found.items()}


def _renamed(row: Row, normalise: Callable[[str], str]) -> Iterator[tuple[int, str]]:
    """Yield the place of each renamed slot and its other name: each takes the first added slot of its value."""
    records = row["candidate_slot_answers"].split(SLOT_SEPARATOR)[len(row["slots"]) :]
    added = [tuple(record.split(SLOT_NAME_END, 1)) for record in records]
    for index, state in enumerate(row["candidate_slot_states"]):
        if state == RENAMED:
            value = normalise(row["slots"][index]["value"])
            name = next(name for name, given in added if given == value)
            added.remove((name, value))
            yield index, name
