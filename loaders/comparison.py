"""Opens two runs of one evaluation set side by side, as DuckDB views over their files.

The files stand in one order, so the views join them by position; that they belong together is checked first, by
fingerprint. `pairs` has one row an utterance, `slot_pairs` one a gold slot.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders import sql
from loaders.connection import columns_of
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import ANSWER_COLUMNS, EVALSET_COLUMNS, ROLES, SCORE_COLUMNS, Role, paired
from loaders.warehouse import Warehouse


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
        _create_views(con, evalset.extra_columns, [role for role in ROLES if runs[role].missing_policy == "drop"])
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


def _create_views(con: duckdb.DuckDBPyConnection, extra: Sequence[str], dropping: Sequence[Role]) -> None:
    utterance = _stored(
        con, "evalset.utterances", {**EVALSET_COLUMNS, "n_slots": "INTEGER", **dict.fromkeys(extra, "")}
    )
    runs = "".join(
        f" POSITIONAL JOIN (SELECT {_stored(con, f'{role}.{table}', columns, prefix=role)} FROM {role}.{table})"
        for role in ROLES
        for table, columns in (("answers", ANSWER_COLUMNS), ("scores", SCORE_COLUMNS))
    )
    kept = " AND ".join(f"NOT {paired(role, 'missing')}" for role in dropping) or "true"
    con.execute(
        f"CREATE VIEW pairs AS FROM (SELECT rowid AS row, {utterance} FROM evalset.utterances){runs} WHERE {kept}"
    )
    con.execute(f"CREATE VIEW slot_pairs AS {_slot_pairs(con)}")


def _stored(con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], prefix: str = "") -> str:
    """Return the select list of a table; a column that was never loaded is null."""
    stored = columns_of(con, table)
    return ", ".join(
        f"{sql.name(column) if column in stored else f'NULL::{kind}'} AS "
        f"{sql.name(f'{prefix}_{column}' if prefix else column)}"
        for column, kind in columns.items()
    )


def _slot_pairs(con: duckdb.DuckDBPyConnection) -> str:
    """Return the query of `slot_pairs`; a gold slot's state is looked up by its index only where a run is wrong."""
    lists = [paired(role, column) for role in ROLES for column in ("slot_found", "slot_answers")]
    both_right = " AND ".join(paired(role, "slots_correct") for role in ROLES)
    nulls = ", ".join(f"NULL AS {name}" for name in lists)
    index = "unnest(range(1, n_slots + 1)) AS slot_index"
    slots = ["slots", *(paired(role, column) for role in ROLES for column in ("slots", "nbest", "slots_key"))]
    dropped = {*slots, *lists}
    kept = [column for column in columns_of(con, "pairs") if column not in dropped]
    parts = [sql.names(kept), "slot_index", 'slots[slot_index]."name" AS slot_name']
    parts.append('slots[slot_index]."value" AS gold_value')
    for role in ROLES:
        found, answers = (f"{paired(role, column)}[slot_index]" for column in ("slot_found", "slot_answers"))
        given = f"replace(replace({answers}, slots[slot_index].\"name\" || chr(31), ''), chr(30), ' | ')"
        parts.append(f"coalesce({found}, {paired(role, 'slots_correct')}) AS {paired(role, 'slot_correct')}")
        parts.append(f"{given} AS {paired(role, 'slot_answer')}")
    return (
        f"SELECT {', '.join(parts)} FROM (SELECT *, {index} FROM pairs WHERE NOT ({both_right}) "
        f"UNION ALL BY NAME SELECT * REPLACE ({nulls}), {index} FROM pairs WHERE {both_right})"
    )
