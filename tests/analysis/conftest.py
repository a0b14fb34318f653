"""The same rows on every engine."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import settings

from analysis.frames import Row

# A busy machine is slow, not wrong.
settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")

_SLOT = pa.struct([("name", pa.string()), ("value", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
_OTHER_THAN_TEXT = {
    "row": pa.int64(),
    "slots": pa.list_(_SLOT),
    "n_slots": pa.int64(),
    "slot_names": pa.list_(pa.string()),
    "slot_index": pa.int64(),
    "frequency": pa.int64(),
    "missing": pa.bool_(),
    "confidence": pa.float64(),
    "nbest": pa.list_(pa.struct([("intent", pa.string()), ("score", pa.float64())])),
    "intent_correct": pa.bool_(),
    "slots_correct": pa.bool_(),
    "slot_correct": pa.bool_(),
    "slots_key": pa.uint64(),
    "frame_key": pa.uint64(),
    "frame_correct": pa.bool_(),
    "n_slots_missed": pa.int64(),
    "n_slots_spurious": pa.int64(),
    "n_slots_substituted": pa.int64(),
    "n_slots_renamed": pa.int64(),
}

FrameOn = Callable[..., Any]
"""Puts rows on an engine; `like` gives the columns where there is no row to name them."""


@pytest.fixture(params=["duckdb", "pandas", "polars", "polars lazy"])
def frame_on(request: pytest.FixtureRequest) -> Iterator[FrameOn]:
    con = duckdb.connect()

    def put(rows: list[Row], like: list[Row] | None = None) -> Any:
        table = pa.Table.from_pylist(rows, _schema((rows or like or [{}])[0]))
        match request.param:
            case "duckdb":
                return con.from_arrow(table)
            case "pandas":
                return table.to_pandas()
            case "polars":
                return pl.from_arrow(table)
            case _:
                return pl.DataFrame(table).lazy()

    yield put
    con.close()


def _schema(row: Row) -> pa.Schema:
    def type_of(name: str) -> pa.DataType:
        of_run = name.removeprefix("baseline_").removeprefix("candidate_").lstrip("0123456789_")
        return _OTHER_THAN_TEXT.get(of_run, pa.string())

    return pa.schema([(name, type_of(name)) for name in row])
