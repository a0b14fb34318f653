"""Gold and predictions as a scientist has them in a notebook, made into the pair frame of all other functions.

Nothing is paired by position and nothing is dropped in silence: rows meet by (locale, utterance_id), and `Matching`
says how many did not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import narwhals as nw
import pyarrow as pa

from analysis.derived import SLOT_NAMES
from analysis.frames import Frame, Row, as_lazy
from analysis.judging import judge_answer
from analysis.matching import Matching, keys_of_gold, match, read_rows
from analysis.pairing import drop_missing, unnest_slots
from loaders.schema import EVALSET_COLUMNS, ROLES, MissingPolicy, Role, paired

_SLOT: Final = pa.struct([("name", pa.string()), ("value", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
_NBEST: Final = pa.list_(pa.struct([("intent", pa.string()), ("score", pa.float64())]))
_TYPES: Final[Mapping[str, pa.DataType]] = {
    **{column: pa.string() for column in EVALSET_COLUMNS},
    "slots": pa.list_(_SLOT),
    "frequency": pa.int64(),
}
_ANSWERS: Final[Mapping[str, pa.DataType]] = {
    "intent": pa.string(),
    "slots": pa.list_(_SLOT),
    "confidence": pa.float64(),
    "nbest": _NBEST,
    "latency_ms": pa.float64(),
}
_SCORES: Final[Mapping[str, pa.DataType]] = {
    **dict.fromkeys(("missing", "intent_correct", "slots_correct", "frame_correct"), pa.bool_()),
    **dict.fromkeys(("n_slots_missed", "n_slots_spurious", "n_slots_substituted", "n_slots_renamed"), pa.int32()),
    **dict.fromkeys(("slot_states", "slot_answers"), pa.string()),
    **dict.fromkeys(("slots_key", "frame_key"), pa.uint64()),
}
_MADE: Final = ("row", "n_slots", SLOT_NAMES)


Backend = Literal["pandas", "polars", "pyarrow"]


@dataclass(frozen=True)
class Compared:
    """Two runs beside their gold. `pairs` and `slot_pairs` are frames of the engine that the gold came in.

    `pairs` has one row an utterance, `slot_pairs` one a gold slot (`analysis.pairing` names their columns);
    `n_dropped` utterances were left out, by the policy `drop`.
    """

    pairs: Any
    slot_pairs: Any
    baseline: Matching
    candidate: Matching
    n_dropped: int = 0


def compare(gold: Frame, baseline: Frame, candidate: Frame, missing: MissingPolicy = "error") -> Compared:
    """Judge the predictions of two runs against gold, exactly as the command line does.

    Of `gold` the columns `utterance_id`, `locale`, `intent` and `slots` (lists of `{name, value}`) are needed;
    `domain`, `text`, `frequency` and the others of `loaders.schema` are used where they are there, and every further
    column is kept to slice by. A run has `utterance_id`, `intent`, `slots` (without them every answer has none),
    `locale` where ids repeat across locales, and `confidence`, `nbest` and `latency_ms` if it knows them. `missing`
    says whether an utterance without a prediction counts as wrong (`error`) or is left out (`drop`).

    pandas and Polars frames give frames of their engine, any other Arrow tables. All are computed in memory: for
    millions of utterances load files into a warehouse. Raises `UnknownColumn`, and ValueError for a gold without
    rows or with a key twice, a row without id, locale or intent, and slots that are no lists of `{name, value}`.
    """
    table = as_lazy(gold).collect().to_arrow()
    rows = read_rows(gold, "gold", ("utterance_id", "locale", "intent", "slots"))
    keys = keys_of_gold(rows)
    found: dict[str, pa.Array] = {}
    matchings: dict[Role, Matching] = {}
    for role, run in zip(ROLES, (baseline, candidate), strict=True):
        answers, matchings[role] = match(read_rows(run, role, ("utterance_id", "intent")), keys, rows)
        found |= _columns_of_run(role, rows, answers)
    paired_table = pa.table({**_columns_of_gold(table, rows), **found})
    backend = backend_of(gold)
    whole = nw.from_arrow(paired_table, backend=backend)
    kept = drop_missing(whole, ROLES if missing == "drop" else ()).collect(backend)
    slot_pairs = unnest_slots(kept).collect(backend)
    return Compared(kept.to_native(), slot_pairs.to_native(), **matchings, n_dropped=len(whole) - len(kept))


def backend_of(frame: Frame) -> Backend:
    """Return the engine in which results are given back: that of pandas and Polars frames, Arrow for others."""
    known: nw.Implementation = nw.from_native(frame).implementation
    match known:
        case nw.Implementation.PANDAS:
            return "pandas"
        case nw.Implementation.POLARS:
            return "polars"
        case _:
            return "pyarrow"


def _columns_of_gold(table: pa.Table, rows: Sequence[Row]) -> dict[str, pa.Array]:
    """Return the columns of the utterances: those of every evaluation set, then the further ones as they are."""
    found = {"row": pa.array(range(len(rows)), pa.int64())}
    for column, kind in _TYPES.items():
        if column in ("utterance_id", "slots"):
            found[column] = pa.array([row[column] for row in rows], kind)
        elif column in table.column_names:
            found[column] = table.column(column).combine_chunks().cast(kind)
        else:
            found[column] = pa.array([1 if column == "frequency" else None] * len(rows), kind)
    found["n_slots"] = pa.array([len(row["slots"]) for row in rows], pa.int32())
    names = [list(dict.fromkeys(slot["name"] for slot in row["slots"])) for row in rows]
    found[SLOT_NAMES] = pa.array(names, pa.list_(pa.string()))
    taken = (*_MADE, *(paired(role, column) for role in ROLES for column in (*_ANSWERS, *_SCORES)))
    for column in table.column_names:
        if column in taken:
            raise ValueError(f"gold: a column may not be named {column!r}, which is made here; rename it")
        found.setdefault(column, table.column(column))
    return found


def _columns_of_run(role: Role, gold: Sequence[Row], answers: Sequence[Row | None]) -> dict[str, pa.Array]:
    judged = [
        judge_answer(row["intent"], _pairs(row), None if answer is None else (answer["intent"], _pairs(answer)))
        for row, answer in zip(gold, answers, strict=True)
    ]
    said = {
        column: pa.array([None if answer is None else answer.get(column) for answer in answers], kind)
        for column, kind in _ANSWERS.items()
    }
    scores = {column: pa.array([row[column] for row in judged], kind) for column, kind in _SCORES.items()}
    return {paired(role, column): values for column, values in (said | scores).items()}


def _pairs(row: Row) -> list[tuple[str, str]]:
    return [(slot["name"], slot["value"]) for slot in row["slots"]]
