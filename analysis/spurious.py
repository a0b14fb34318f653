"""One row a slot that a run gave and gold does not have: what a list of gold slots cannot show.

The warehouse gives this frame as a view over DuckDB files; here it is made from a pair frame at hand.
"""

from typing import Any

import narwhals as nw

from analysis.frames import Frame, as_lazy, collect_rows, require_columns
from analysis.pairing import columns_of_utterances, through_arrow
from loaders.schema import MOVED, REPLACED, ROLES, SLOT_NAME_END, SLOT_SEPARATOR, Role, paired

_COUNTS = ("n_slots_spurious", "n_slots_substituted")
_OF_BOTH = ("n_slots_spurious", "slots_key")


def unnest_spurious(pairs: Frame) -> nw.LazyFrame[Any]:
    """Turn a pair frame into a spurious pair frame: one row a spurious slot, name and value, of an utterance.

    Keeps the columns of the utterance but `slots`, and both runs' `n_slots_spurious` and `slots_key`; adds `slot_name`,
    `spurious_value` (normalised) and for each role `{role}_n_given`, how often it gave the slot more than gold has it.
    In no particular order; goes through Arrow and back on pandas, as `unnest_slots` does. Raises `UnknownColumn`.
    """
    lazy = as_lazy(pairs)
    of_runs = [
        paired(role, column) for role in ROLES for column in (*_COUNTS, "slots_key", "slot_states", "slot_answers")
    ]
    require_columns(lazy, ("row", "slots", "n_slots", *of_runs))
    if not isinstance(lazy.collect_schema()["slots"], nw.List):
        return as_lazy(unnest_spurious(through_arrow(lazy)).collect().to_pandas())
    given = nw.concat([part for role in ROLES for part in _given(lazy, role)])
    keys = ("row", "slot_name", "spurious_value")
    counted = given.group_by(*keys).agg(nw.col(*(paired(role, "n_given") for role in ROLES)).sum())
    whole = lazy.select(*columns_of_utterances(lazy), *(paired(role, name) for role in ROLES for name in _OF_BOTH))
    return whole.join(counted, on="row", how="inner")


def _given(lazy: nw.LazyFrame[Any], role: Role) -> list[nw.LazyFrame[Any]]:
    """Return the spurious slots of one run: those in a gold slot's place, and those that were added."""
    spurious, substituted = (nw.col(paired(role, column)) for column in _COUNTS)
    wrong = lazy.filter(spurious > 0)
    n_entries = nw.col("n_slots") + spurious - substituted
    (largest,) = collect_rows(wrong.select(n_slots=nw.col("n_slots").max(), n_entries=n_entries.max()))
    marks = {paired(one, "n_given"): nw.lit(int(one == role)) for one in ROLES}
    parts = []
    for index in range(max(largest["n_entries"] or 0, 1)):
        entry = nw.col(paired(role, "slot_answers")).str.split(SLOT_SEPARATOR).list.get(index)
        key = entry.str.split(SLOT_NAME_END)
        added = wrong.filter(nw.col("n_slots") <= index, n_entries > index)
        parts.append(added.select("row", slot_name=key.list.get(0), spurious_value=key.list.get(1), **marks))
        if index < (largest["n_slots"] or 0):
            state = nw.col(paired(role, "slot_states")).str.slice(index, 1)
            replaced = wrong.filter(nw.col("n_slots") > index, state.is_in((MOVED, REPLACED)))
            name = nw.col("slots").list.get(index).struct.field("name")
            parts.append(replaced.select("row", slot_name=name, spurious_value=entry, **marks))
    return parts
