"""Suspects by annotator and time: a plain loop over the rows, how the period is chosen, what is in no cell."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.over_time import ALL, MOST_PERIODS, SuspectsOverTime, suspects_over_time
from analysis.arrow_codes import encode
from analysis.intervals import wilson

Utterance = tuple[str | None, str | None, bool]
utterances = st.lists(
    st.tuples(
        st.sampled_from(["a1", "a2", None]),
        st.one_of(
            st.none(),
            st.just("soon"),
            st.dates(date(2025, 11, 20), date(2026, 3, 20)).map(lambda day: f"{day}T10:00:00Z"),
        ),
        st.booleans(),
    ),
    max_size=40,
)


def count(rows: list[Utterance]) -> SuspectsOverTime:
    columns = [encode(pa.array([row[place] for row in rows], pa.string())) for place in (0, 1)]
    return suspects_over_time(columns[0], columns[1], np.array([row[2] for row in rows], dtype=np.bool_))


@given(utterances)
def test_each_cell_by_a_plain_loop(rows: list[Utterance]) -> None:
    found = count(rows)
    dated = [(name, when[:10], hit) for name, when, hit in rows if when and when != "soon"]
    assert found.n_undated == len(rows) - len(dated)
    for cell in found.cells:
        inside = [
            hit for name, day, hit in dated if cell.first <= day <= cell.last and cell.annotator in (ALL, name or ALL)
        ]
        assert (cell.n, cell.n_suspect) == (len(inside), sum(inside))
        assert cell.n > 0
        assert cell.first in found.periods
        assert (cell.share, cell.interval) == (sum(inside) / len(inside), wilson(sum(inside), len(inside)))
    assert sum(cell.n for cell in found.cells if cell.annotator == ALL) == len(dated)
    assert sum(cell.n for cell in found.cells if cell.annotator != ALL) == sum(name is not None for name, _, _ in dated)
    assert len(found.periods) <= MOST_PERIODS
    assert set(found.annotators) == ({ALL} | {name for name, _, _ in dated if name} if dated else set())
    if found.cells:
        assert found.cells[0].annotator == ALL
        assert found.cells[0].first == found.periods[0]


def days(n_days: int, n_a_day: int) -> list[Utterance]:
    first = date(2026, 1, 14)
    return [("a1", str(first + timedelta(days=day)), False) for day in range(n_days) for _ in range(n_a_day)]


@pytest.mark.parametrize(
    ("rows", "step", "periods"),
    [
        (days(10, 30), "day", [f"2026-01-{day}" for day in range(14, 24)]),
        # Too few a day: weeks, from Monday.
        (days(10, 29), "week", ["2026-01-12", "2026-01-19"]),
        (days(40, 30), "week", [f"2026-0{m}-{d:02}" for m, d in ((1, 12), (1, 19), (1, 26), (2, 2), (2, 9), (2, 16))]),
        (days(300, 1), "month", [f"2026-{month:02}-01" for month in range(1, 12)]),
    ],
)
def test_the_period_is_chosen_by_the_span_and_by_how_many_there_are(
    rows: list[Utterance], step: str, periods: list[str]
) -> None:
    found = count(rows)
    assert (found.step, list(found.periods)) == (step, periods)


def test_the_last_day_of_a_period() -> None:
    assert [cell.last for cell in count(days(10, 1)).cells[:2]] == ["2026-01-18", "2026-01-25"]
    assert [cell.last for cell in count(days(300, 1)).cells[:2]] == ["2026-01-31", "2026-02-28"]


def test_annotators_with_the_most_suspects_come_first() -> None:
    rows = [("a1", "2026-01-14", False), ("a2", "2026-01-14", True), ("a3", "2026-01-14", False)]
    assert count([*rows]).annotators == (ALL, "a2", "a1", "a3")


def test_a_set_without_names_or_days() -> None:
    times = encode(pa.array(["2026-01-14", "2026-01-15"]))
    suspect = np.array([True, False])
    unnamed = suspects_over_time(None, times, suspect)
    assert [(cell.annotator, cell.n, cell.n_suspect) for cell in unnamed.cells] == [(ALL, 2, 1)]
    for undated in (
        suspects_over_time(None, None, suspect),
        suspects_over_time(None, encode(pa.array([None, "?"])), suspect),
    ):
        assert (undated.periods, undated.cells, undated.annotators, undated.n_undated) == ((), (), (), 2)
    assert count([]).cells == ()


def drift(kind: str, since: str, until: str) -> GuidelineBreak:
    return GuidelineBreak(
        kind,  # type: ignore[arg-type]
        "a1", "rain", "outlook", since, until, False, 5, 5, 90, 0, 0.001,
    )  # fmt: skip


def test_the_periods_that_a_break_reaches() -> None:
    found = count(days(40, 1))
    assert found.touched(drift("annotator", "2026-01-20", "2026-02-01")) == (1, 2)
    assert found.touched(drift("days", "2026-01-14", "2026-01-14")) == (0, 0)
    assert found.touched(drift("version", "2026-01-14", "2026-01-14")) is None
    assert found.touched(drift("annotator", "", "")) is None
    assert found.touched(drift("annotator", "2025-01-14", "2025-02-14")) is None
    assert count([]).touched(drift("annotator", "2026-01-20", "2026-02-01")) is None
