"""Planted slices are found, nothing is found in noise, and nothing is said twice."""

import random
from collections.abc import Iterator
from itertools import count

import polars as pl
import pytest
from scipy.stats import hypergeom

from analysis.flips import count_rows
from analysis.frames import Row, UnknownColumn
from analysis.intervals import wilson
from analysis.parts import Parts
from analysis.selection import Selection
from analysis.slice_choice import MIN_TIMES
from analysis.slice_search import SliceSearch, default_min_support, find_slices
from loaders.schema import Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows
from tests.analysis.slice_loops import conditions_of
from tests.analysis.slice_rows import Drawn, draw_rows

COLUMNS = ("device", "domain", "locale", "slots")


def in_planted(row: Drawn) -> bool:
    return row["locale"] == "de-DE" and row["device"] == "car" and "date" in row["names"]


PLANTED = draw_rows(3000, 1, lambda row: 0.7 if in_planted(row) else 0.04)


def test_a_planted_slice_of_three_columns_is_found_first_and_alone(frame_on: FrameOn) -> None:
    result = find_slices(frame_on(PLANTED))
    (first,) = result.slices
    assert str(first) == "locale=de-DE, has slot date, device=car"
    inside = [
        row
        for row in PLANTED
        if {("locale", "de-DE"), ("slots", "date"), ("device", "car")} <= conditions_of(row, COLUMNS)
    ]
    n_flips, n_flips_all = (sum(outcome_of(row, "frame") == "negative_flip" for row in of) for of in (inside, PLANTED))
    assert (first.n, first.n_negative_flips) == (len(inside), n_flips)
    assert (result.n, result.n_negative_flips) == (3000, n_flips_all)
    assert first.nfr == n_flips / len(inside)
    assert first.nfr_interval == wilson(n_flips, len(inside))
    assert first.nfr_rest == (n_flips_all - n_flips) / (3000 - len(inside))
    assert first.times_rest == first.nfr / first.nfr_rest
    assert first.p == pytest.approx(hypergeom.sf(n_flips - 1, 3000, n_flips_all, len(inside)))
    assert first.p_corrected == first.p * result.n_looked_at < 1e-10


def test_two_planted_slices_are_both_found(frame_on: FrameOn) -> None:
    def rate(row: Drawn) -> float:
        return 0.7 if in_planted(row) else 0.4 if row["domain"] == "news" and row["partition"] == "dev" else 0.03

    found = find_slices(frame_on(draw_rows(3000, 2, rate))).slices
    assert [str(one) for one in found] == ["locale=de-DE, has slot date, device=car", "domain=news, partition=dev"]


def test_two_slot_names_may_be_combined(frame_on: FrameOn) -> None:
    rows = draw_rows(2000, 3, lambda row: 0.6 if {"artist", "time"} <= set(row["names"]) else 0.05)
    assert [str(one) for one in find_slices(frame_on(rows)).slices] == ["has slot artist, has slot time"]


@pytest.mark.parametrize("rate_of_one_locale", [0.1, 0.35])
def test_chance_is_rarely_listed(rate_of_one_locale: float) -> None:
    """Where only the locale matters, no other slice is listed, at least in 95 of 100 runs."""
    n_wrong = n_right = 0
    for seed in range(100):
        rng = random.Random(seed)
        drawn = {name: [rng.choice("abc") for _ in range(800)] for name in ("locale", "domain", "device", "partition")}
        flipped = [rng.random() < (rate_of_one_locale if one == "a" else 0.1) for one in drawn["locale"]]
        found = {str(one) for one in find_slices(_frame(drawn, flipped), columns=list(drawn), min_support=10).slices}
        n_right += "locale=a" in found
        n_wrong += bool(found - {"locale=a"})
    assert n_wrong <= 5
    assert n_right == (100 if rate_of_one_locale > 0.1 else 0)


def _frame(columns: dict[str, list[str]], flipped: list[bool]) -> pl.DataFrame:
    answers = dict.fromkeys(f"{role}_{name}" for role in ("baseline", "candidate") for name in ("intent", "frame_key"))
    judged = {"baseline_frame_correct": [True] * len(flipped), "candidate_frame_correct": [not one for one in flipped]}
    return pl.DataFrame({**columns, **judged}).with_columns(pl.lit("x").alias(name) for name in answers)


def _polars(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def test_pruning_spares_counting() -> None:
    result = find_slices(_polars(PLANTED))
    assert result.n_counted < result.n_looked_at


@pytest.mark.parametrize("unit", ["frame", "intent", "slots"])
def test_engines_agree(frame_on: FrameOn, unit: Unit) -> None:
    rows = [*random_rows(400), *({**row, "row": 400 + i} for i, row in enumerate(PLANTED[:600]))]
    shared = [{key: row[key] for key in random_rows(1)[0]} for row in rows]
    columns = ("locale", "domain", "intent", "slots", "length", "device")
    found = find_slices(frame_on(shared), unit, columns, min_support=5)
    assert found == find_slices(_polars(shared), unit, columns, min_support=5)
    assert found.n_negative_flips == sum(outcome_of(row, unit) == "negative_flip" for row in shared)


def test_parts_are_searched_as_the_whole() -> None:
    parts = Parts((_polars(PLANTED[:1100]), _polars(PLANTED[1100:])))
    assert find_slices(parts) == find_slices(_polars(PLANTED))


def test_the_conditions_select_the_same_rows(frame_on: FrameOn) -> None:
    rows = draw_rows(2000, 5, lambda row: 0.6 if row["locale"] == "fr-FR" and row["device"] is None else 0.05)
    (found,) = find_slices(frame_on(rows)).slices
    assert str(found) == "locale=fr-FR, device=null"
    where = tuple((one.column, (one.value,)) for one in found.conditions)
    assert count_rows(frame_on(rows), Selection("frame", ("negative_flip",), where)) == found.n_negative_flips


def test_an_intent_that_only_by_chance_is_above_its_domain_is_not_listed(frame_on: FrameOn) -> None:
    drawn = draw_rows(800, 6, lambda row: 0.6 * (row["domain"] == "news"))
    rows = [row | {"intent": f"{row['domain']} {i % 4}"} for i, row in enumerate(drawn)]
    result = find_slices(frame_on(rows), columns=["domain", "intent"], min_support=5)
    assert [str(one) for one in result.slices] == ["domain=news"]


def test_nothing_elsewhere_is_no_rate(frame_on: FrameOn) -> None:
    (found,) = find_slices(frame_on(draw_rows(800, 7, lambda row: 0.5 * (row["domain"] == "news")))).slices
    assert (found.nfr_rest, found.times_rest) == (0.0, None)


def test_a_rate_a_little_above_the_rest_is_not_far_above_it() -> None:
    columns = {"locale": ["a"] * 50_000 + ["b"] * 50_000}
    flipped = [i % 100 < 13 for i in range(50_000)] + [i % 100 < 10 for i in range(50_000)]
    assert find_slices(_frame(columns, flipped), columns=["locale"]).slices == ()
    flipped[:50_000] = [i % 100 < 10 * MIN_TIMES for i in range(50_000)]
    assert [str(one) for one in find_slices(_frame(columns, flipped), columns=["locale"]).slices] == ["locale=a"]


def test_top_cuts_the_list() -> None:
    rows = draw_rows(2000, 8, lambda row: {"de-DE": 0.5, "fr-FR": 0.35}.get(row["locale"], 0.05))
    both, one = (find_slices(_polars(rows), top=top).slices for top in (10, 1))
    assert (both[:1], len(both)) == (one, 2)


@pytest.mark.parametrize("change", [True, False])
def test_where_nothing_or_everything_flipped_nothing_is_found(frame_on: FrameOn, change: bool) -> None:
    rows = draw_rows(200, 9, lambda _row: float(change))
    result = find_slices(frame_on(rows), min_support=1)
    assert result.slices == ()
    assert result.n_negative_flips == 200 * change


def test_an_empty_frame_has_no_slices(frame_on: FrameOn) -> None:
    result = find_slices(frame_on([], like=PLANTED))
    expected = SliceSearch("frame", result.columns, 3, 30, 0, 0, n_looked_at=0, n_counted=0, slices=())
    assert result == expected


def test_a_column_that_is_all_null_says_nothing(frame_on: FrameOn) -> None:
    rows = [row | {"device": None} for row in PLANTED]
    result = find_slices(frame_on(rows))
    assert "device" in result.columns
    assert result.slices
    assert not any(one.column == "device" for found in result.slices for one in found.conditions)


def test_the_least_support_grows_with_the_frame() -> None:
    assert [default_min_support(n) for n in (0, 30_000, 30_001, 5_000_000)] == [30, 30, 31, 5000]
    assert all(found.n >= 200 for found in find_slices(_polars(PLANTED), min_support=200).slices)


def test_what_cannot_be_asked_is_refused(frame_on: FrameOn) -> None:
    frame = frame_on(PLANTED[:5])
    with pytest.raises(UnknownColumn, match="unknown column 'planet'"):
        find_slices(frame, columns=["locale", "planet"])
    with pytest.raises(ValueError, match="not for 'slot'"):
        find_slices(frame, "slot")
    for depth in (0, 4):
        with pytest.raises(ValueError, match="1 to 3 conditions"):
            find_slices(frame, depth=depth)
    with pytest.raises(ValueError, match="min_support at least 1"):
        find_slices(frame, min_support=0)


class _HadEnoughError(Exception):
    pass


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_a_step_raises_ends_the_search(frame_on: FrameOn, depth: int) -> None:
    frame = frame_on(PLANTED)
    taken: list[None] = []
    assert find_slices(frame, depth=depth, at_step=lambda: taken.append(None)) == find_slices(frame, depth=depth)
    n_steps = len(taken)
    # Each level of conditions has steps of its own.
    assert n_steps >= 10 ** (depth - 1)
    for last in (0, n_steps // 2, n_steps - 1):
        steps = count()

        def end_after(steps: Iterator[int] = steps, last: int = last) -> None:
            if next(steps) == last:
                raise _HadEnoughError

        with pytest.raises(_HadEnoughError):
            find_slices(frame, depth=depth, at_step=end_after)
        assert next(steps) == last + 1
