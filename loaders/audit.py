"""Opens an evaluation set with any number of its runs for an audit of its labels: all of the gold, all of the answers.

Unlike a comparison, it needs no run, and no utterance is left out whatever a run's missing policy.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb

from loaders.comparison import check_revision, slot_names, stored_columns
from loaders.connection import OFFLINE
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import ANSWER_COLUMNS, EVALSET_COLUMNS, SCORE_COLUMNS
from loaders.warehouse import Warehouse

_SCORES: Final = {
    name: SCORE_COLUMNS[name] for name in ("missing", "intent_correct", "slots_correct", "frame_correct", "frame_key")
}


@dataclass(frozen=True, slots=True)
class Audit:
    """An evaluation set and runs of it; `utterances()` is a lazy relation for the analysis."""

    con: duckdb.DuckDBPyConnection
    evalset: EvalsetManifest
    runs: tuple[RunManifest, ...]

    def utterances(self) -> duckdb.DuckDBPyRelation:
        """One row an utterance: its columns, then those of run i, which counts from 0, as `{i}_intent` and so on.

        These are what the run answered (`loaders.schema.ANSWER_COLUMNS`), `{i}_missing`, the three `{i}_..._correct`
        of an utterance and `{i}_frame_key`.
        """
        return self.con.table("utterances")

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What the columns of each run start with, before the underscore."""
        return tuple(str(index) for index in range(len(self.runs)))


@contextmanager
def audit(warehouse: Warehouse, evalset: str, runs: Sequence[str] = ()) -> Iterator[Audit]:
    """Open an evaluation set and runs of it, read-only, for the length of a `with` block.

    Raises `InputError` for unknown names, a run of another evaluation set or revision, and one that is named twice.
    """
    with duckdb.connect(":memory:", config=OFFLINE) as con:
        manifest = warehouse.attach_evalset(con, evalset, "evalset")
        attached = tuple(warehouse.attach_run(con, name, f"run_{index}") for index, name in enumerate(runs))
        for index, run in enumerate(attached):
            _check(run, manifest, runs[:index])
        joined = " POSITIONAL JOIN ".join(_selects(con, manifest, len(attached)))
        con.execute(f"CREATE VIEW utterances AS FROM {joined}")
        yield Audit(con, manifest, attached)


def _check(run: RunManifest, evalset: EvalsetManifest, before: Sequence[str]) -> None:
    if run.evalset != evalset.name:
        raise InputError(f"run '{run.name}' is of evalset '{run.evalset}', not of '{evalset.name}'; name runs of that")
    check_revision(run, evalset)
    if run.name in before:
        raise InputError(f"run '{run.name}' is named twice; it would agree with itself")


def _selects(con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest, n_runs: int) -> list[str]:
    utterance = {**EVALSET_COLUMNS, "n_slots": "INTEGER", **dict.fromkeys(evalset.extra_columns, "VARCHAR")}
    stored = stored_columns(con, "evalset.utterances", utterance)
    runs = [
        f"(SELECT {stored_columns(con, f'run_{index}.{table}', columns, str(index))} FROM run_{index}.{table})"
        for index in range(n_runs)
        for table, columns in (("answers", ANSWER_COLUMNS), ("scores", _SCORES))
    ]
    return [f"(SELECT rowid AS row, {stored}{slot_names(con, evalset)} FROM evalset.utterances)", *runs]
