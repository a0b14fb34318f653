"""The audit samples that were drawn, kept in the notes of a warehouse: which utterances, of which strata.

Strata follow a ranking, and another run or version ranks otherwise. So what was drawn is kept rather than drawn
again, with the size of each stratum: the estimate needs nothing else. A sample is known by its evaluation set, by
content, and its seed; one that grows is kept whole beside the smaller one.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from loaders.errors import InputError
from loaders.judgement_text import utc_now
from loaders.notes import reading, writing


class Drawn(NamedTuple):
    """A drawn utterance: its row in the evaluation set, the place of its stratum, and its key."""

    row: int
    stratum: int
    locale: str
    utterance_id: str


@dataclass(frozen=True, slots=True)
class StoredSample:
    """An audit sample; `sizes` are those of the strata, `drawn` is in the order drawn.

    `runs` were asked for suspects. `share_of_model` is the share of wrong intents that a model expects by itself, None
    where none was trained.
    """

    evalset: str
    evalset_fingerprint: str
    seed: int
    runs: tuple[str, ...]
    sizes: tuple[int, ...]
    drawn: tuple[Drawn, ...]
    share_of_model: float | None = None
    drawn_at: str = ""


def keep_sample(warehouse: Path, sample: StoredSample) -> StoredSample:
    """Keep a sample, and return it as it is kept: the one of this seed that is there where that is as large.

    Raises `InputError` where it does not begin with the one that is there, and as `loaders.notes.writing` does.
    """
    with writing(warehouse) as notes:
        before = _latest(notes, sample.evalset_fingerprint, sample.seed)
        if before is not None and len(before.drawn) >= len(sample.drawn):
            return before
        if before is not None and not _begins_with(sample, before):
            raise InputError(
                f"the audit sample of seed {sample.seed} was drawn from another ranking, with "
                f"{_named(before.runs)}; give the same runs, or draw another sample with another seed"
            )
        kept = replace(sample, drawn_at=utc_now())
        notes.execute(
            f"INSERT INTO audit_sample ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(kept.evalset, kept.evalset_fingerprint, kept.seed),
                *(json.dumps(one, ensure_ascii=False) for one in (kept.runs, kept.sizes, kept.drawn)),
                *(kept.share_of_model, kept.drawn_at),
            ),
        )
        return kept


def read_sample(warehouse: Path, evalset_fingerprint: str, seed: int | None = None) -> StoredSample | None:
    """Return the audit sample of a seed, or the one drawn last; None where there is none."""
    with reading(warehouse) as notes:
        return None if notes is None else _latest(notes, evalset_fingerprint, seed)


def read_seeds(warehouse: Path, evalset_fingerprint: str) -> tuple[int, ...]:
    """Return the seeds of all audit samples of a set, that of the sample drawn last first."""
    query = "SELECT seed FROM audit_sample WHERE evalset_fingerprint = ? GROUP BY seed ORDER BY max(id) DESC"
    with reading(warehouse) as notes:
        return () if notes is None else tuple(seed for (seed,) in notes.execute(query, (evalset_fingerprint,)))


_COLUMNS: Final = ("evalset", "evalset_fingerprint", "seed", "runs", "sizes", "drawn", "share_of_model", "drawn_at")


def _latest(notes: sqlite3.Connection, evalset_fingerprint: str, seed: int | None) -> StoredSample | None:
    where, values = "evalset_fingerprint = ?", list[Any]([evalset_fingerprint])
    if seed is not None:
        where, values = f"{where} AND seed = ?", [*values, seed]
    query = f"SELECT {', '.join(_COLUMNS)} FROM audit_sample WHERE {where} ORDER BY id DESC LIMIT 1"
    row = notes.execute(query, values).fetchone()
    if row is None:
        return None
    evalset, fingerprint, found, runs, sizes, drawn, share_of_model, drawn_at = row
    utterances = tuple(Drawn(*one) for one in json.loads(drawn))
    return StoredSample(
        *(evalset, fingerprint, found, tuple(json.loads(runs)), tuple(json.loads(sizes)), utterances),
        *(share_of_model, drawn_at),
    )


def _begins_with(sample: StoredSample, before: StoredSample) -> bool:
    return sample.sizes == before.sizes and sample.drawn[: len(before.drawn)] == before.drawn


def _named(runs: Sequence[str]) -> str:
    return f"the runs {', '.join(runs)}" if runs else "no run"
