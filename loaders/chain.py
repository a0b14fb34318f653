"""Opens several runs of one evaluation set, in order, as one DuckDB view over their files.

A comparison holds two runs in full; a chain holds any number, narrowly: which of them were right, and what they
answered. The files stand in one order, so the view joins them by position, after their fingerprints were checked.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb

from loaders import sql
from loaders.comparison import check_revision, slot_names, stored_columns
from loaders.connection import open_in_memory
from loaders.damage import naming_damage
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import ANSWER_COLUMNS, EVALSET_COLUMNS, SCORE_COLUMNS, UTTERANCE_UNITS, Unit
from loaders.warehouse import Warehouse

_OF_RUN: Final = {
    "answers": {"intent": ANSWER_COLUMNS["intent"]},
    "scores": {name: SCORE_COLUMNS[name] for name in ("missing", *(f"{unit}_correct" for unit in UTTERANCE_UNITS))},
}


def of_run(index: int, column: str) -> str:
    """Name of a run's column in a chain; runs count from 0.

    >>> of_run(2, "frame_correct")
    '2_frame_correct'
    """
    return f"{index}_{column}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Runs on one evaluation set, the oldest first; `utterances()` is a lazy relation for the analysis."""

    con: duckdb.DuckDBPyConnection
    evalset: EvalsetManifest
    runs: tuple[RunManifest, ...]

    def utterances(self) -> duckdb.DuckDBPyRelation:
        """One row an utterance: its columns but `slots`, then those of run i, which counts from 0.

        These are `{i}_intent`, `{i}_missing`, `{i}_frame_correct`, `{i}_intent_correct` and `{i}_slots_correct`.
        """
        return self.con.table("utterances")

    def utterances_at(self, rows: Sequence[int]) -> duckdb.DuckDBPyRelation:
        """These rows of `utterances`, looked up file by file: a filter on `utterances` would read every text first."""
        first, *others = _selects(self.con, self.evalset, len(self.runs), rows)
        joined = "".join(f" JOIN {other} USING (row)" for other in others)
        return self.con.sql(f"FROM {first}{joined} WHERE {_kept(self.runs)}")

    def correct(self, unit: Unit) -> tuple[str, ...]:
        """Return the boolean columns that tell whether each run got this unit right, in the order of the runs."""
        return tuple(of_run(index, f"{unit}_correct") for index in range(len(self.runs)))

    def cursor(self) -> "Chain":
        """Return the same chain on a connection of its own, for another thread."""
        return Chain(self.con.cursor(), self.evalset, self.runs)


def open_chain(warehouse: Warehouse, names: Sequence[str]) -> Chain:
    """Attach the files of these runs and of their evaluation set, read-only, and make the view.

    An utterance that a run with the policy `drop` has no prediction of is left out of the whole chain, so that every
    step counts the same utterances. The caller closes `con`. Raises `InputError` for fewer than two runs, one that
    is named twice, unknown names, and runs of different evaluation sets or revisions of one.
    """
    _check_names(names)
    con = open_in_memory()
    try:
        runs = tuple(warehouse.attach_run(con, name, f"run_{index}") for index, name in enumerate(names))
        for run in runs[1:]:
            if run.evalset != runs[0].evalset:
                raise InputError(
                    f"run '{runs[0].name}' is of evalset '{runs[0].evalset}', run '{run.name}' of '{run.evalset}'; "
                    "a chain has runs of one evalset"
                )
        evalset = warehouse.attach_evalset(con, runs[0].evalset, "evalset")
        for run in runs:
            check_revision(run, evalset)
        joined = " POSITIONAL JOIN ".join(_selects(con, evalset, len(runs)))
        con.execute(f"CREATE VIEW utterances AS FROM {joined} WHERE {_kept(runs)}")
    except BaseException:
        con.close()
        raise
    return Chain(con, evalset, runs)


@contextmanager
def chain(warehouse: Warehouse, names: Sequence[str]) -> Iterator[Chain]:
    """Open a chain for the length of a `with` block; a file that is damaged inside is an `InputError`."""
    opened = open_chain(warehouse, names)
    try:
        with naming_damage(warehouse):
            yield opened
    finally:
        opened.con.close()


def _check_names(names: Sequence[str]) -> None:
    if len(names) < 2:
        raise InputError(f"a chain needs two runs or more, there is {len(names)}: name them in order, the oldest first")
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise InputError(f"run '{twice}' is named twice; a chain has each run once")


def _kept(runs: Sequence[RunManifest]) -> str:
    """Return the condition of the utterances that no run's missing policy leaves out."""
    dropping = (index for index, run in enumerate(runs) if run.missing_policy == "drop")
    return " AND ".join(f"NOT {sql.name(of_run(index, 'missing'))}" for index in dropping) or "true"


def _selects(
    con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, n_runs: int, rows: Sequence[int] | None = None
) -> list[str]:
    """Return the subqueries of all tables: every row, or some with their row number in each."""
    number, where = "", ""
    if rows is not None:
        number, where = "rowid AS row, ", f" WHERE rowid IN ({', '.join(str(int(row)) for row in rows) or 'NULL'})"
    narrow = {column: kind for column, kind in EVALSET_COLUMNS.items() if column != "slots"}
    utterance = {**narrow, "n_slots": "INTEGER", **dict.fromkeys(evalset.extra_columns, "VARCHAR")}
    stored = stored_columns(con, "evalset.utterances", utterance)
    runs = [
        f"(SELECT {number}{stored_columns(con, f'run_{index}.{table}', columns, str(index))} "
        f"FROM run_{index}.{table}{where})"
        for index in range(n_runs)
        for table, columns in _OF_RUN.items()
    ]
    return [f"(SELECT rowid AS row, {stored}{slot_names(con, evalset)} FROM evalset.utterances{where})", *runs]
