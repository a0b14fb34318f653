"""Opens two revisions of one evaluation set side by side, with the same pair of runs scored on both.

The files stand in one order; that row i of each is the same utterance is checked first, by key and text.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb

from loaders.comparison import check_revision
from loaders.connection import OFFLINE
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import REVISION_SIDES, ROLES, UTTERANCE_UNITS, relabelled
from loaders.stored import read_stored
from loaders.warehouse import Warehouse

Pair = tuple[RunManifest, RunManifest]

_LABELS: Final = ("domain", "intent", "slots")


@dataclass(frozen=True, slots=True)
class Revisions:
    """Two revisions, the old one first; `pairs` are baseline and candidate on each, None where no runs were named."""

    con: duckdb.DuckDBPyConnection
    old: EvalsetManifest
    new: EvalsetManifest
    pairs: tuple[Pair, Pair] | None

    def utterances(self) -> duckdb.DuckDBPyRelation:
        """One row an utterance, narrowly: key, both intents, what of the label changed, and what was right.

        `row`, `locale`, `utterance_id`, `frequency`, `old_intent`, `new_intent`, `intent_changed`, `slots_changed`,
        `domain_changed` and, with runs, `{old|new}_{baseline|candidate}_{unit}_correct`. Utterances that a run with the
        policy `drop` has no prediction of are left out.
        """
        return self.con.table("relabelled")


@contextmanager
def revisions(warehouse: Warehouse, old: str, new: str, runs: tuple[str, str] | None = None) -> Iterator[Revisions]:
    """Open two revisions for the length of a `with` block; `runs` name baseline and candidate on the old one.

    Their counterparts on the new one are the runs with the same answers: both come from one load. Raises `InputError`
    for unknown names, sets that are not the same utterances in the same order, and runs without a counterpart.
    """
    con = duckdb.connect(":memory:", config=OFFLINE)
    try:
        sets = (warehouse.attach_evalset(con, old, "old"), warehouse.attach_evalset(con, new, "new"))
        if sets[0].fingerprint == sets[1].fingerprint:
            raise InputError(f"'{old}' and '{new}' have the same content; name two revisions that differ")
        _check_same_utterances(con, *sets)
        pairs = None if runs is None else _attach_pairs(con, warehouse, sets, runs)
        con.execute(f"CREATE VIEW relabelled AS {_query(pairs)}")
        yield Revisions(con, *sets, pairs)
    finally:
        con.close()


def _check_same_utterances(con: duckdb.DuckDBPyConnection, old: EvalsetManifest, new: EvalsetManifest) -> None:
    key = "locale, utterance_id, text"
    same = (
        "SELECT bool_and(a.locale = b.locale AND a.utterance_id = b.utterance_id AND a.text = b.text) "
        f"FROM (SELECT {key} FROM old.utterances) a POSITIONAL JOIN (SELECT {key} FROM new.utterances) b"
    )
    if old.n_utterances == new.n_utterances:
        ((found,),) = con.execute(same).fetchall()
        if found:
            return
    raise InputError(
        f"'{new.name}' has not the same utterances in the same order as '{old.name}', so it is no revision of it; "
        "make one with flipscope revise"
    )


def _attach_pairs(
    con: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    sets: tuple[EvalsetManifest, EvalsetManifest],
    names: tuple[str, str],
) -> tuple[Pair, Pair]:
    stored = read_stored(warehouse).runs
    parents = {run.fingerprint: run.parent.fingerprint for run in stored if run.parent is not None}
    attached: list[Pair] = []
    for side, evalset in zip(REVISION_SIDES, sets, strict=True):
        chosen = (
            [warehouse.run(name) for name in names]
            if side == "old"
            else [_counterpart(run, evalset, stored, parents) for run in attached[0]]
        )
        first, second = (
            warehouse.attach_run(con, run.name, f"{side}_{role}") for role, run in zip(ROLES, chosen, strict=True)
        )
        for run in (first, second):
            if run.evalset != evalset.name:
                raise InputError(f"run '{run.name}' is of evalset '{run.evalset}', not of '{evalset.name}'")
            check_revision(run, evalset)
        attached.append((first, second))
    return attached[0], attached[1]


def _counterpart(
    run: RunManifest, evalset: EvalsetManifest, stored: Sequence[RunManifest], parents: dict[str, str]
) -> RunManifest:
    """Return the run of a set that comes from the same load."""
    wanted = _first(run.fingerprint, parents)
    of_set = [one for one in stored if one.evalset_fingerprint == evalset.fingerprint and one.evalset == evalset.name]
    found = next((one for one in of_set if _first(one.fingerprint, parents) == wanted), None)
    if found is None:
        there = ", ".join(one.name for one in of_set) or "none"
        raise InputError(
            f"run '{run.name}' was not scored on '{evalset.name}', whose runs are: {there}; "
            "name another, or make the revision with --run for it too"
        )
    return found


def _first(fingerprint: str, parents: dict[str, str]) -> str:
    """Return the fingerprint of the run that was loaded, from which this one was scored anew, maybe several times."""
    seen: set[str] = set()
    while fingerprint in parents and fingerprint not in seen:
        seen.add(fingerprint)
        fingerprint = parents[fingerprint]
    return fingerprint


def _query(pairs: tuple[Pair, Pair] | None) -> str:
    changed = ", ".join(f"a.{label} IS DISTINCT FROM b.{label} AS {label}_changed" for label in _LABELS)
    columns = f"a.row, a.locale, a.utterance_id, a.frequency, a.intent AS old_intent, b.intent AS new_intent, {changed}"
    labels = ", ".join(_LABELS)
    joined = [
        f"(SELECT rowid AS row, locale, utterance_id, frequency, {labels} FROM old.utterances) a",
        f"(SELECT {labels} FROM new.utterances) b",
    ]
    if pairs is None:
        return f"SELECT {columns} FROM {' POSITIONAL JOIN '.join(joined)}"
    kept = []
    for side in REVISION_SIDES:
        for role in ROLES:
            judged = (f"{unit}_correct AS {relabelled(side, role, unit)}" for unit in UTTERANCE_UNITS)
            scores = f"SELECT missing, {', '.join(judged)} FROM {side}_{role}.scores"
            joined.append(f"({scores}) {side}_{role}_scores")
            columns += f", {side}_{role}_scores.* EXCLUDE (missing)"
    for role, run in zip(ROLES, pairs[0], strict=True):
        if run.missing_policy == "drop":
            kept.append(f"NOT old_{role}_scores.missing")
    return f"SELECT {columns} FROM {' POSITIONAL JOIN '.join(joined)} WHERE {' AND '.join(kept) or 'true'}"
