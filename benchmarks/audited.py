"""What `flipscope audit` finds in rows with their runs' answers, and how long each step of it takes."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

import sample_data
from analysis.annotation.audit import FURTHER_COLUMNS, Embed, find_suspects
from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.suspect import Suspects, worst_of_each
from benchmarks.label_errors import MASSIVE_RUNS, Row
from loaders.normalise import normalise

Answers = Sequence[dict[tuple[str, str], Row]]
"""Of each run, its answer by locale and id."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Audited:
    """What was found in the rows, and the seconds of each step in the order of the steps."""

    n: int
    golds: Golds
    found: tuple[Suspects, ...]
    seconds: dict[str, float]


def audit_rows(rows: Sequence[Row], answers: Answers = (), embed: Embed | None = None) -> Audited:
    table, runs = _with_runs(rows, answers), [str(run) for run in range(len(answers))]
    begun: list[tuple[str, float]] = []
    found = find_suspects(
        table, normalise, runs, progress=lambda step: begun.append((step, time.perf_counter())), embed=embed
    )
    ends = [*(at for _, at in begun[1:]), time.perf_counter()]
    seconds = {step: end - at for (step, at), end in zip(begun, ends, strict=True)}
    return Audited(len(rows), read_golds(table, normalise, FURTHER_COLUMNS), found, seconds)


def by_utterance(suspects: Suspects, n: int) -> Scores:
    """Return the highest score of each utterance; not a number where the detector says nothing."""
    found = np.full(n, np.nan)
    worst = worst_of_each(suspects)
    found[suspects.rows[worst]] = suspects.scores[worst]
    return found


def sample_answers() -> Answers:
    return _answers(gzip.decompress(sample_data.PREDICTIONS[version].read_bytes()).decode() for version in ("v1", "v2"))


def massive_answers() -> Answers:
    return _answers(path.read_text(encoding="utf-8") for path in sorted(MASSIVE_RUNS.glob("v*.jsonl")))


def _answers(texts: Iterable[str]) -> Answers:
    read = [[json.loads(line) for line in text.strip().split("\n")] for text in texts]
    return [{(row["locale"], row["utterance_id"]): row for row in rows} for rows in read]


def _with_runs(rows: Sequence[Row], answers: Answers) -> pa.Table:
    """Judge the answers against the golds as they are now, and put them beside."""
    wide = []
    for row in rows:
        beside = {name: value for name, value in row.items() if name != "judgments"}
        for run, of_run in enumerate(answers):
            given = of_run[row["locale"], row["utterance_id"]]
            frame = _frame(given)
            beside |= {
                f"{run}_missing": False,
                f"{run}_intent": given["intent"],
                f"{run}_slots": [{"name": one["name"], "value": one["value"]} for one in given["slots"]],
                f"{run}_confidence": given["confidence"],
                f"{run}_nbest": given["nbest"],
                f"{run}_frame_correct": frame == _frame(row),
                f"{run}_frame_key": hash(frame) & 0xFFFFFFFF,
            }
        wide.append(beside)
    return pa.Table.from_pylist(wide)


def _frame(row: Row) -> tuple[str, tuple[tuple[tuple[str, str], int], ...]]:
    slots = Counter((slot["name"], normalise(slot["value"])) for slot in row["slots"])
    return row["intent"], tuple(sorted(slots.items()))
