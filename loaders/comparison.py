"""Opens two runs of one evaluation set side by side, as DuckDB views over their files.

The files stand in one order, so the views join them by position; that they belong together is checked first, by
fingerprint. `pairs` has one row an utterance, `slot_pairs` one a gold slot.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakSet

import duckdb

from loaders import sql
from loaders.connection import columns_of, open_in_memory
from loaders.damage import naming_damage
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import ANSWER_COLUMNS, EVALSET_COLUMNS, ROLES, SCORE_COLUMNS, SLOT_TYPE, paired
from loaders.slot_views import slot_pairs, spurious_pairs
from loaders.warehouse import Warehouse

SLOT_NAMES: Final = "slot_names"
"""Column with the names of the gold's slots, each once, unless the evaluation set has another of that name."""
_WORTH_CUTTING: Final = 1_000_000
_PARTS: Final = 2 * (os.cpu_count() or 1)
"""More parts than cores, so that a core that is done early takes another."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on one evaluation set; `pairs()` and `slot_pairs()` are lazy relations for the analysis."""

    con: duckdb.DuckDBPyConnection
    evalset: EvalsetManifest
    baseline: RunManifest
    candidate: RunManifest
    _cursors: WeakSet[duckdb.DuckDBPyConnection] = field(default_factory=WeakSet, compare=False, repr=False)

    def pairs(self) -> duckdb.DuckDBPyRelation:
        """One row an utterance: its columns, then those of the runs as `baseline_...` and `candidate_...`."""
        return self.con.table("pairs")

    def slot_pairs(self) -> duckdb.DuckDBPyRelation:
        """One row a gold slot: the utterance's columns, the slot, and what each run made of it."""
        return self.con.table("slot_pairs")

    def pairs_in_parts(self) -> tuple[duckdb.DuckDBPyRelation, ...]:
        """`pairs` cut into ranges of rows that can be counted at once; one range where there are few rows."""
        return self._parts("pairs")

    def slot_pairs_in_parts(self) -> tuple[duckdb.DuckDBPyRelation, ...]:
        """`slot_pairs` cut as `pairs_in_parts` is."""
        return self._parts("slot_pairs")

    def spurious_pairs_in_parts(self) -> tuple[duckdb.DuckDBPyRelation, ...]:
        """One row a slot that a run gave and gold does not have, cut as `pairs_in_parts` is."""
        return self._parts("spurious_pairs")

    def _parts(self, view: str) -> tuple[duckdb.DuckDBPyRelation, ...]:
        # A positional join runs on one core; a cursor each lets the ranges run side by side.
        cursors = [(part, self.con.cursor()) for part in _part_names(view, self.evalset)]
        self._cursors.update(cursor for _, cursor in cursors)
        return tuple(cursor.table(part) for part, cursor in cursors)

    def pairs_at(self, rows: Sequence[int]) -> duckdb.DuckDBPyRelation:
        """These rows of `pairs`, looked up file by file: a filter on `pairs` would read every text first."""
        first, *others = _selects(self.con, self.evalset, _wanted(rows), numbered=True)
        joined = "".join(f" JOIN {other} USING (row)" for other in others)
        return self.con.sql(f"FROM {first}{joined} WHERE {_kept(self.baseline, self.candidate)}")

    def utterances(self) -> duckdb.DuckDBPyRelation:
        """The evaluation set by itself, which every core reads: also the utterances of pairs that are left out."""
        return self.con.sql(f"FROM {_selects(self.con, self.evalset, None)[0]}")

    def utterances_at(self, rows: Sequence[int]) -> duckdb.DuckDBPyRelation:
        """These rows of `utterances`, looked up."""
        return self.con.sql(f"FROM {_selects(self.con, self.evalset, _wanted(rows))[0]}")

    def intents(self) -> dict[str, duckdb.DuckDBPyRelation]:
        """The files by themselves that hold the intents of gold and of each run, by their column in `pairs`.

        Empty where pairs are left out: the files have those too.
        """
        if self.drops_pairs:
            return {}
        answers = {
            paired(role, "intent"): self.con.sql(f"SELECT intent AS {paired(role, 'intent')} FROM {role}.answers")
            for role in ROLES
        }
        return {"intent": self.utterances(), **answers}

    @property
    def drops_pairs(self) -> bool:
        """May pairs be left out, by the missing policy of a run?"""
        return "drop" in (self.baseline.missing_policy, self.candidate.missing_policy)

    def queries_of_ranges(self, n_rows: int) -> list[str]:
        """Return queries that together give the rows of `pairs`, each of so many utterances; one at least."""
        kept = _kept(self.baseline, self.candidate)
        starts = range(0, max(self.evalset.n_utterances, 1), n_rows)
        ranges = (f"rowid >= {start} AND rowid < {start + n_rows}" for start in starts)
        return [_pairs(self.con, self.evalset, kept, rows) for rows in ranges]

    def interrupt(self) -> None:
        """End the queries that run for this comparison in other threads; they raise `duckdb.InterruptException`.

        Those of a `cursor()` go on. A query that is about to begin goes on too, so whoever means it asks again.
        """
        for con in (self.con, *self._cursors):
            con.interrupt()

    def cursor(self) -> "Comparison":
        """Return the same comparison on a connection of its own, for another thread."""
        return Comparison(self.con.cursor(), self.evalset, self.baseline, self.candidate)


def open_comparison(warehouse: Warehouse, baseline: str, candidate: str) -> Comparison:
    """Attach the files of two runs and their evaluation set, read-only, and make the views.

    Pairs that a run with the policy `drop` leaves out are not in the views. The caller closes `con`.
    Raises `InputError` for unknown names and for runs of different evaluation sets or revisions of one.
    """
    con = open_in_memory()
    try:
        old, new = warehouse.attach_run(con, baseline, "baseline"), warehouse.attach_run(con, candidate, "candidate")
        if old.evalset != new.evalset:
            raise InputError(
                f"run '{baseline}' is of evalset '{old.evalset}', run '{candidate}' of '{new.evalset}'; "
                "compare runs of one evalset"
            )
        evalset = warehouse.attach_evalset(con, old.evalset, "evalset")
        check_revision(old, evalset)
        check_revision(new, evalset)
        create_views(con, evalset, _kept(old, new))
    except BaseException:
        con.close()
        raise
    return Comparison(con, evalset, old, new)


def check_revision(run: RunManifest, evalset: EvalsetManifest) -> None:
    """Raise `InputError` where a run was loaded against another content than the evaluation set has now."""
    if run.evalset_fingerprint != evalset.fingerprint:
        raise InputError(
            f"run '{run.name}' was loaded against another content of evalset '{evalset.name}' "
            f"({run.evalset_fingerprint}, now {evalset.fingerprint}); load the run again"
        )


@contextmanager
def comparison(warehouse: Warehouse, baseline: str, candidate: str) -> Iterator[Comparison]:
    """Open a comparison for the length of a `with` block; a file that is damaged inside is an `InputError`."""
    with used(warehouse, open_comparison(warehouse, baseline, candidate)) as opened:
        yield opened


@contextmanager
def used(warehouse: Warehouse, opened: Comparison) -> Iterator[Comparison]:
    """Close what was opened after a `with` block; a file that is damaged inside is an `InputError`."""
    try:
        with naming_damage(warehouse):
            yield opened
    finally:
        opened.con.close()


def _kept(baseline: RunManifest, candidate: RunManifest) -> str:
    """Return the condition of the pairs that no run's missing policy leaves out."""
    dropping = (role for role, run in zip(ROLES, (baseline, candidate), strict=True) if run.missing_policy == "drop")
    return " AND ".join(f"NOT {paired(role, 'missing')}" for role in dropping) or "true"


def _wanted(rows: Sequence[int]) -> str:
    # A subquery is joined, which tells the scan where to look; a list in its place costs five times as much.
    return f"rowid IN (SELECT unnest({[int(row) for row in rows]}::BIGINT[]))"


def create_views(con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, kept: str) -> None:
    """Make the views over the attached files, of the pairs that the condition `kept` keeps."""
    _create_pair_views(con, evalset, kept, "", None)
    names = _part_names("", evalset)
    bounds = [evalset.n_utterances * i // len(names) for i in range(len(names) + 1)]
    for name, first, past in zip(names, bounds, bounds[1:], strict=False):
        if name:
            _create_pair_views(con, evalset, kept, name, f"rowid >= {first} AND rowid < {past}")


def _create_pair_views(
    con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, kept: str, suffix: str, rows: str | None
) -> None:
    con.execute(f"CREATE VIEW pairs{suffix} AS {_pairs(con, evalset, kept, rows)}")
    columns = columns_of(con, f"pairs{suffix}")
    con.execute(f"CREATE VIEW slot_pairs{suffix} AS {slot_pairs(f'pairs{suffix}', columns)}")
    con.execute(f"CREATE VIEW spurious_pairs{suffix} AS {spurious_pairs(f'pairs{suffix}', columns)}")


def _pairs(con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, kept: str, rows: str | None) -> str:
    joined = " POSITIONAL JOIN ".join(_selects(con, evalset, rows))
    return f"FROM {joined} WHERE {kept}"


def _part_names(view: str, evalset: EvalsetManifest) -> list[str]:
    if evalset.n_utterances < _WORTH_CUTTING:
        return [view]
    return [f"{view}_{i}" for i in range(_PARTS)]


def _selects(
    con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, rows: str | None, *, numbered: bool = False
) -> list[str]:
    """Return the subqueries of the five tables: of all rows, or those of a condition; `numbered` each with its row."""
    number, where = "rowid AS row, " if numbered else "", f" WHERE {rows}" if rows else ""
    utterance = {**EVALSET_COLUMNS, "n_slots": "INTEGER", **dict.fromkeys(evalset.extra_columns, "VARCHAR")}
    stored = stored_columns(con, "evalset.utterances", utterance)
    runs = [
        f"(SELECT {number}{stored_columns(con, f'{role}.{table}', columns, prefix=role)} FROM {role}.{table}{where})"
        for role in ROLES
        for table, columns in (("answers", ANSWER_COLUMNS), ("scores", SCORE_COLUMNS))
    ]
    return [f"(SELECT rowid AS row, {stored}{slot_names(con, evalset)} FROM evalset.utterances{where})", *runs]


def slot_names(con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest) -> str:
    """Return the further column of a select list of utterances that holds `SLOT_NAMES`."""
    if SLOT_NAMES in evalset.extra_columns:
        return ""
    slots = "slots" if "slots" in columns_of(con, "evalset.utterances") else f"NULL::{SLOT_TYPE}"
    names = f"list_transform({slots}, lambda slot: slot.name)"
    # Of one name there is nothing to take away, which costs five times as much as the names.
    return f", CASE WHEN len({slots}) > 1 THEN list_distinct({names}) ELSE {names} END AS {SLOT_NAMES}"


def stored_columns(con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], prefix: str = "") -> str:
    """Return the select list of a table; a column that was never loaded is null."""
    stored = columns_of(con, table)
    return ", ".join(
        f"{sql.name(column) if column in stored else f'NULL::{kind}'} AS "
        f"{sql.name(f'{prefix}_{column}' if prefix else column)}"
        for column, kind in columns.items()
    )
