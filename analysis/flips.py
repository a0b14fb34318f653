"""The list of flips: counted, sorted and paged on the engine.

Pages are cut from the narrow columns alone; the texts of the rows on the screen are fetched afterwards by row
number. At 10 million utterances that is three times as fast as sorting whole rows.
"""

from collections.abc import Iterable, Sequence

import narwhals as nw

from analysis.frames import Frame, Row, as_lazy, collect_rows, require_columns
from analysis.selection import Selection, select
from analysis.sort_keys import sort_key


def count_flips(frame: Frame, selection: Selection) -> int:
    """Count the selected units: utterances, for the unit `slot` gold slots; 0 where none is selected."""
    (counted,) = collect_rows(select(frame, selection).select(nw.len().alias("n")))
    n: int = counted["n"]
    return n


def count_rows(frame: Frame, selection: Selection) -> int:
    """Count the utterances with a selected unit: as many as `page_rows` pages through."""
    selected = select(frame, selection)
    if selection.unit == "slot":
        selected = selected.select("row").unique()
    (counted,) = collect_rows(selected.select(nw.len().alias("n")))
    n: int = counted["n"]
    return n


def page_rows(
    frame: Frame,
    selection: Selection,
    sort: str = "row",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> tuple[int, ...]:
    """Return the row numbers of one page of the selected utterances, each once.

    `sort` is a column, "confidence_drop" or "surprise" (`analysis.sort_keys`); nulls come last either way, ties stand
    in the order of `row`. On a slot pair frame an utterance stands where its first selected slot would.

    Raises `UnknownColumn` for a sort key that the frame lacks, and ValueError for a negative offset or limit.
    """
    if offset < 0 or limit < 0:
        raise ValueError(f"offset and limit must not be negative: {offset}, {limit}")
    selected = select(frame, selection)
    keyed = selected.select("row", _key=sort_key(selected, sort, selection.unit))
    if selection.unit == "slot":
        key = nw.col("_key").max() if descending else nw.col("_key").min()
        keyed = keyed.group_by("row").agg(key)
    page = keyed.sort("_key", "row", descending=[descending, False], nulls_last=True).head(offset + limit)
    return tuple(row["row"] for row in collect_rows(page.select("row"))[offset:])


def fetch(frame: Frame, rows: Sequence[int], columns: Sequence[str] | None = None) -> tuple[Row, ...]:
    """Return these rows of a frame with a column `row`, in the order given, as plain Python values.

    `columns` narrows what is read; all by default. DuckDB passes no filter through a positional join, so at millions
    of rows fetch from the relation of one file, with its `rowid` as `row`, not from the joined view.

    Raises `UnknownColumn`, and LookupError for a row that the frame does not have.
    """
    lazy = as_lazy(frame)
    names = lazy.collect_schema().names() if columns is None else list(dict.fromkeys(("row", *columns)))
    require_columns(lazy, names)
    if not rows:
        return ()
    wanted = nw.col("row").is_between(min(rows), max(rows)) & nw.col("row").is_in(list(set(rows)))
    return in_order(collect_rows(lazy.select(*names).filter(wanted)), rows)


def in_order(unordered: Iterable[Row], rows: Sequence[int]) -> tuple[Row, ...]:
    """Return what was read of these rows in the order of `rows`; raises LookupError for one that is not there."""
    found = {row["row"]: row for row in unordered}
    missing = sorted(set(rows) - set(found))
    if missing:
        raise LookupError(f"the frame has no row {', '.join(map(str, missing))}")
    return tuple(found[row] for row in rows)
