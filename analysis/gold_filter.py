"""Keeps the utterances whose gold an audit of the labels finds suspect, or all others: those with clean gold."""

from collections.abc import Collection, Iterable
from typing import Any, Final

import narwhals as nw
import numpy as np

from analysis.frames import Value, require_columns

SUSPECT: Final = "suspect"
CLEAN: Final = "clean"
GOLDS: Final = (SUSPECT, CLEAN)

SuspectRows = bytes
"""The column `row` of each suspect, ascending, as 64-bit whole numbers: hashed at once however many there are."""


def pack_rows(rows: Iterable[int]) -> SuspectRows:
    """Return rows as a selection holds them.

    >>> pack_rows([3, 1]) == pack_rows((1, 3)), len(pack_rows([]))
    (True, 0)
    """
    return np.unique(np.fromiter(rows, dtype=np.int64)).tobytes()


def keep_golds(lazy: nw.LazyFrame[Any], suspects: SuspectRows | None, values: Collection[Value]) -> nw.LazyFrame[Any]:
    """Keep the utterances with suspect gold, with clean gold, or with either; null or "" is that of none.

    Raises ValueError where the suspects are not given: an audit finds them, no frame tells them.
    """
    if suspects is None:
        raise ValueError("only lists of flips and exports can be filtered by gold, as in: flips --where gold=suspect")
    require_columns(lazy, ("row",))
    wanted = {value for value in values if value not in (None, "")}
    if wanted == set(GOLDS):
        return lazy
    rows: list[int] = np.frombuffer(suspects, dtype=np.int64).tolist()
    found = lazy.filter(nw.col("row").is_in(rows)) if rows else lazy.filter(_never())
    if wanted == {SUSPECT}:
        return found
    if not wanted:
        return lazy.filter(_never())
    # Engines look thousands of rows up at once, yet "not among them" row by row; a join says it as well.
    return lazy.join(found.select("row").unique(), on="row", how="anti") if rows else lazy


def _never() -> nw.Expr:
    return nw.col("row").is_null() & ~nw.col("row").is_null()
