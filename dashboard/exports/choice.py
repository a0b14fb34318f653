"""Which utterances become items: selected, folded where they ask the same, sampled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from analysis.frames import require_columns
from analysis.sampling import Ints, Stratum, at_random, most_frequent, stratified
from analysis.selection import asks_gold, select, with_suspects
from dashboard.exports.judged import selection_of
from dashboard.exports.request import Request
from dashboard.suspect_golds import find_suspect_golds
from loaders import sql
from loaders.comparison import Comparison
from loaders.folding import fold
from loaders.warehouse import Warehouse


@dataclass(frozen=True)
class Choice:
    """The rows to export (`row`, `place`, `n_folded`, `n_traffic`), and of how many they were chosen."""

    rows: pa.Table
    n_selected: int
    n_foldable: int
    strata: tuple[Stratum, ...]

    @property
    def n_items(self) -> int:
        """So many items are exported."""
        return int(self.rows.num_rows)


def choose_items(warehouse: Path, opened: Comparison, request: Request) -> Choice:
    """Select, fold and sample. Raises `UnknownColumn` and ValueError as the analysis does."""
    selection = selection_of(warehouse, opened, request)
    if asks_gold(selection, opened.pairs().columns):
        selection = with_suspects(selection, find_suspect_golds(Warehouse(warehouse), opened.evalset))
    pairs = opened.pairs() if request.rows is None else opened.pairs_at(request.rows)
    frame = select(pairs, selection)
    require_columns(frame, request.by)
    selected: duckdb.DuckDBPyRelation = frame.to_native()
    items = fold(selected).order("row").to_arrow_table()
    rows, traffic = (items.column(name).to_numpy().astype(np.int64) for name in ("row", "n_traffic"))
    strata: tuple[Stratum, ...] = ()
    if request.strategy == "traffic":
        kept = most_frequent(rows, traffic, request.sample or 0)
    elif request.strategy == "random":
        kept = at_random(rows, request.sample or 0, request.seed)
    elif request.strategy == "stratified":
        kept, strata = _stratified(opened, request, rows)
    else:
        kept = rows if request.rows is None else _in_order(rows, request.rows)
    chosen = items.take(np.searchsorted(rows, kept)).append_column("place", pa.array(np.arange(len(kept))))
    return Choice(chosen, int(sum(items.column("n_folded").to_pylist())), len(rows), strata)


def _in_order(rows: Ints, wanted: Sequence[int]) -> Ints:
    """Return the rows in the order in which they are wanted."""
    places = {row: place for place, row in enumerate(wanted)}
    return rows[np.argsort([places[row] for row in rows.tolist()], kind="stable")]


def _stratified(opened: Comparison, request: Request, rows: Ints) -> tuple[Ints, tuple[Stratum, ...]]:
    if not len(rows):
        return rows, ()
    values = _values_of(opened, request.by, rows)
    order = {value: number for number, value in enumerate(sorted(set(values), key=_sortable))}
    strata = np.array([order[value] for value in values])
    kept, shares = stratified(rows, strata, request.sample or 0, request.floor, request.seed)
    sizes = np.bincount(strata)
    return kept, tuple(Stratum(value, int(sizes[i]), int(shares[i])) for value, i in order.items())


def _values_of(opened: Comparison, by: Sequence[str], rows: Ints) -> list[tuple[Any, ...]]:
    wanted = opened.con.from_arrow(pa.table({"row": rows})).set_alias("wanted")
    columns = ", ".join(f"pairs.{sql.name(column)} AS {sql.name(f'by_{i}')}" for i, column in enumerate(by))
    joined = opened.pairs().set_alias("pairs").join(wanted, "pairs.row = wanted.row")
    found = joined.project(f"wanted.row AS place, {columns}").order("place")
    return [tuple(values) for _, *values in found.fetchall()]


def _sortable(values: tuple[Any, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, str(value)) for value in values)


def describe_strata(choice: Choice, by: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the strata as the manifest holds them."""
    return [
        {
            "values": dict(zip(by, stratum.values, strict=True)),
            "n_items": stratum.n_items,
            "n_sampled": stratum.n_sampled,
        }
        for stratum in choice.strata
    ]
