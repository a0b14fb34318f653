"""Opens two runs of one evaluation set side by side, as DuckDB views over their files.

The files stand in one order, so the views join them by position; that they belong together is checked first, by
fingerprint. `pairs` has one row an utterance, `slot_pairs` one a gold slot.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from loaders import sql
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import ANSWER_COLUMNS, ROLES, SCORE_COLUMNS, Role, paired
from loaders.warehouse import Warehouse

_SLOT_SCORES: Final = {"slot_found": "slot_correct", "slot_answers": "slot_answer"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on one evaluation set; `pairs()` and `slot_pairs()` are lazy relations for the analysis."""

    con: duckdb.DuckDBPyConnection
    evalset: EvalsetManifest
    baseline: RunManifest
    candidate: RunManifest

    def pairs(self) -> duckdb.DuckDBPyRelation:
        """One row an utterance: its columns, then those of the runs as `baseline_...` and `candidate_...`."""
        return self.con.table("pairs")

    def slot_pairs(self) -> duckdb.DuckDBPyRelation:
        """One row a gold slot: the utterance's columns, the slot, and what each run made of it."""
        return self.con.table("slot_pairs")

    def cursor(self) -> "Comparison":
        """Return the same comparison on a connection of its own, for another thread."""
        return Comparison(self.con.cursor(), self.evalset, self.baseline, self.candidate)


def open_comparison(warehouse: Warehouse, baseline: str, candidate: str) -> Comparison:
    """Attach the files of two runs and their evaluation set, read-only, and make the views.

    Pairs that a run with the policy `drop` leaves out are not in the views. The caller closes `con`.
    Raises `InputError` for unknown names and for runs of different evaluation sets or revisions of one.
    """
    runs = {"baseline": warehouse.run(baseline), "candidate": warehouse.run(candidate)}
    old, new = runs["baseline"], runs["candidate"]
    if old.evalset != new.evalset:
        raise InputError(
            f"run '{baseline}' is of evalset '{old.evalset}', run '{candidate}' of '{new.evalset}'; "
            "compare runs of one evalset"
        )
    evalset = warehouse.evalset(old.evalset)
    for run in runs.values():
        if run.evalset_fingerprint != evalset.fingerprint:
            raise InputError(
                f"run '{run.name}' was loaded against another content of evalset '{evalset.name}' "
                f"({run.evalset_fingerprint}, now {evalset.fingerprint}); load the run again"
            )
    con = duckdb.connect(":memory:")
    try:
        _attach(con, warehouse.evalset_path(evalset.name), "evalset")
        for role, run in runs.items():
            _attach(con, warehouse.run_path(run.name), role)
        _create_views(con, [role for role in ROLES if runs[role].missing_policy == "drop"])
    except BaseException:
        con.close()
        raise
    return Comparison(con, evalset, old, new)


@contextmanager
def comparison(warehouse: Warehouse, baseline: str, candidate: str) -> Iterator[Comparison]:
    """Open a comparison for the length of a `with` block."""
    opened = open_comparison(warehouse, baseline, candidate)
    try:
        yield opened
    finally:
        opened.con.close()


def _attach(con: duckdb.DuckDBPyConnection, path: Path, alias: str) -> None:
    con.execute(f"ATTACH {sql.literal(str(path))} AS {alias} (READ_ONLY)")


def _create_views(con: duckdb.DuckDBPyConnection, dropping: Sequence[Role]) -> None:
    columns = [f"{paired(role, column)}" for role in ROLES for column in (*ANSWER_COLUMNS, *SCORE_COLUMNS)]
    tables = "".join(
        f" POSITIONAL JOIN (SELECT {_renamed(role, list(stored))} FROM {role}.{table})"
        for role in ROLES
        for table, stored in (("answers", ANSWER_COLUMNS), ("scores", SCORE_COLUMNS))
    )
    kept = " AND ".join(f"NOT {paired(role, 'missing')}" for role in dropping) or "true"
    con.execute(
        f"CREATE TEMP VIEW pairs AS SELECT utterance.*, {sql.names(columns)} "
        f"FROM (SELECT rowid AS row, * FROM evalset.utterances) utterance{tables} WHERE {kept}"
    )
    con.execute(f"CREATE TEMP VIEW slot_pairs AS SELECT {_slot_columns(con)} FROM ({_unnested(columns)})")


def _renamed(role: Role, columns: Sequence[str]) -> str:
    return ", ".join(f"{sql.name(column)} AS {paired(role, column)}" for column in columns)


def _unnested(columns: Sequence[str]) -> str:
    lists = [paired(role, column) for role in ROLES for column in _SLOT_SCORES]
    return (
        f"SELECT * EXCLUDE (slots, {', '.join(lists)}), unnest(range(1, n_slots + 1)) AS slot_index, "
        f"unnest(slots) AS slot, {', '.join(f'unnest({name}) AS {name}' for name in lists)} "
        "FROM pairs WHERE n_slots > 0"
    )


def _slot_columns(con: duckdb.DuckDBPyConnection) -> str:
    ours = {"slot_index", "slot"}
    utterance = [str(row[0]) for row in con.execute("DESCRIBE evalset.utterances").fetchall() if row[0] != "slots"]
    kept = ["row", *(column for column in utterance if column not in ours)]
    kept += [paired(role, c) for role in ROLES for c in ("intent", "confidence", "latency_ms", "missing")]
    parts = [sql.names(kept), "slot_index", 'slot."name" AS slot_name', 'slot."value" AS gold_value']
    for role in ROLES:
        found, answers = paired(role, "slot_found"), paired(role, "slot_answers")
        parts.append(f"coalesce({found}, {paired(role, 'slots_correct')}) AS {paired(role, 'slot_correct')}")
        parts.append(f"replace({answers}, chr(30), ' | ') AS {paired(role, 'slot_answer')}")
    return ", ".join(parts)
