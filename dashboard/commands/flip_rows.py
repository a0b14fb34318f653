"""The rows of `flipscope flips`: selected, sorted and cut on the engine, then streamed with change and causes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import narwhals as nw
import pyarrow as pa

from analysis.causes import CAUSES, has_cause
from analysis.changes import describe_row as describe_row
from analysis.frames import Row
from analysis.outcomes import outcome
from analysis.selection import Selection, select
from analysis.sort_keys import sort_key
from loaders.comparison import Comparison
from loaders.connection import columns_of as columns_of_table
from loaders.schema import ROLES, Unit, paired

_SLOTS: Final = ("slots", "baseline_slots", "candidate_slots")
_UTTERANCE: Final = ("utterance_id", "locale", "domain", "text", "frequency")
_INTENTS: Final = ("intent", "baseline_intent", "candidate_intent")
_CONFIDENCES: Final = ("baseline_confidence", "candidate_confidence")
_SLOT: Final = ("slot_name", "gold_value", "baseline_slot_answer", "candidate_slot_answer")
_ANSWERS: Final = ("baseline_slot_answer", "candidate_slot_answer")
_OPTIONAL: Final = ("parallel_id", "annotator", "annotated_at", "guideline_version", "partition")
_ALWAYS: Final = (*_SLOT, "row", "slot_index", "outcome", "change", "causes")
_KEPT: Final = "_kept_"
"""Further columns are carried by number, for they may have any name."""
_CAUSED: Final = "_cause_"

_BATCH: Final = 10_000
_ALL: Final = 2**62


@dataclass(frozen=True)
class Listed:
    """Which flips are listed, in which order, and which page of them; `limit` 0 is all."""

    selection: Selection
    sort: str = "row"
    descending: bool = False
    limit: int = 50
    offset: int = 0


def stream_rows(comparison: Comparison, listed: Listed) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Return the schema of the rows and the rows themselves in batches, so that memory stays bounded.

    Raises `UnknownColumn` and ValueError as the analysis does.
    """
    kept = [(f"{_KEPT}{i}", name) for i, name in enumerate(kept_columns(comparison))]
    reader = _query(comparison, listed, kept).to_arrow_reader(_BATCH)
    unit = listed.selection.unit
    columns = (*columns_of(unit), "outcome")
    fields = [reader.schema.field(column) for column in columns]
    told = [pa.field("change", pa.string()), *([] if unit == "slot" else [pa.field("causes", pa.list_(pa.string()))])]
    further = [reader.schema.field(column).with_name(_untaken(name)) for column, name in kept]
    schema = pa.schema([*fields, *told, *further])
    return schema, (_told(batch, columns, [column for column, _ in kept], schema) for batch in reader)


def columns_of(unit: Unit) -> tuple[str, ...]:
    """Return the stored columns that are listed for a unit, in order."""
    judged = _SLOT if unit == "slot" else _SLOTS
    return (*_UTTERANCE, *_INTENTS, *judged, *_CONFIDENCES)


def kept_columns(comparison: Comparison) -> tuple[str, ...]:
    """Return what else an export carries: columns of the evaluation set, if it has them, its own, and latencies."""
    stored = columns_of_table(comparison.con, "evalset.utterances")
    latencies = (
        paired(role, "latency_ms")
        for role in ROLES
        if "latency_ms" in columns_of_table(comparison.con, f"{role}.answers")
    )
    return (*(name for name in _OPTIONAL if name in stored), *comparison.evalset.extra_columns, *latencies)


def _untaken(name: str) -> str:
    """Return the name of a further column, another where a column that is always there has it."""
    return f"evalset_{name}" if name in _ALWAYS else name


def _query(comparison: Comparison, listed: Listed, kept: Sequence[tuple[str, str]]) -> duckdb.DuckDBPyRelation:
    unit = listed.selection.unit
    frame = select(comparison.slot_pairs() if unit == "slot" else comparison.pairs(), listed.selection)
    place = ("row", "slot_index") if unit == "slot" else ("row",)
    columns = [_answer(column) if column in _ANSWERS else nw.col(column) for column in columns_of(unit)]
    further = {column: nw.col(name) for column, name in kept}
    if unit != "slot":
        further |= {f"{_CAUSED}{cause}": has_cause(cause, unit) for cause in CAUSES}
    keyed = frame.select(*place, *columns, **further, outcome=outcome(unit), _key=sort_key(frame, listed.sort, unit))
    ordered = keyed.sort("_key", *place, descending=[listed.descending, *(False for _ in place)], nulls_last=True)
    relation: duckdb.DuckDBPyRelation = ordered.to_native()
    return relation.limit(listed.limit or _ALL, listed.offset) if listed.limit or listed.offset else relation


def _answer(column: str) -> nw.Expr:
    """The frame holds an answer only where it was wrong; a right one is the gold value."""
    right = column.replace("_answer", "_correct")
    return nw.when(nw.col(right)).then(nw.col("gold_value")).otherwise(nw.col(column)).alias(column)


def _told(batch: pa.RecordBatch, columns: Sequence[str], kept: Sequence[str], schema: pa.Schema) -> pa.RecordBatch:
    """Return the columns of a batch, then in words what changed and why, then the further columns."""
    rows = batch.to_pylist()
    told = [pa.array(map(describe_row, rows), pa.string())]
    if "causes" in schema.names:
        told.append(pa.array(map(_causes, rows), schema.field("causes").type))
    found = [*batch.select(columns).columns, *told, *batch.select(kept).columns]
    return pa.RecordBatch.from_arrays(found, schema=schema)


def _causes(row: Row) -> list[str]:
    """Return why an utterance flipped, as the page tells it: nothing of one that both runs get right."""
    return [cause for cause in CAUSES if row["outcome"] != "both_correct" and row[f"{_CAUSED}{cause}"]]
