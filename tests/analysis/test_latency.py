"""Percentiles of latency against sorting by hand, on every engine."""

import math
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frames import UnknownColumn
from analysis.latency import Latency, find_latency

PERCENTAGES = (1, 50, 95, 99, 100)
Times = list[tuple[float | None, bool]]


def by_hand(times: Times) -> Latency:
    answered = [time for time, missing in times if not missing]
    found = sorted(time for time in answered if time is not None)
    percentiles = {p: found[math.ceil(p * len(found) / 100) - 1] for p in PERCENTAGES} if found else {}
    return Latency(len(found), len(answered) - len(found), percentiles)


def table_of(times: Times) -> pa.Table:
    values = {
        "candidate_latency_ms": [time for time, _ in times],
        "candidate_missing": [missing for _, missing in times],
    }
    return pa.table(values, pa.schema([("candidate_latency_ms", pa.float64()), ("candidate_missing", pa.bool_())]))


@given(st.lists(st.tuples(st.none() | st.sampled_from((0.0, 0.1, 7.0, 7.5)) | st.floats(0, 1e6), st.booleans())))
def test_it_is_the_time_of_the_nearest_rank_on_every_engine(times: Times) -> None:
    table = table_of(times)
    with duckdb.connect() as con:
        frames: list[Any] = [con.from_arrow(table), table.to_pandas(), pl.from_arrow(table), pl.DataFrame(table).lazy()]
        for frame in frames:
            assert find_latency(frame, "candidate", PERCENTAGES) == by_hand(times)


def test_a_table_worked_out_by_hand() -> None:
    # The textbook's example of the nearest rank: 15, 20, 35, 40, 50.
    times: Times = [(time, False) for time in (35.0, 20.0, 15.0, 50.0, 40.0)]
    found = find_latency(table_of(times).to_pandas(), "candidate", (5, 30, 40, 50, 100))
    assert found.percentiles == {5: 15.0, 30: 20.0, 40: 20.0, 50: 35.0, 100: 50.0}


def test_a_wrong_call_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        find_latency(pd.DataFrame(), "candidate", (0,))
    with pytest.raises(UnknownColumn):
        find_latency(pd.DataFrame({"candidate_missing": [False]}), "candidate", (50,))
