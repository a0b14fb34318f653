"""Moves equal plain counts over the rows, on every engine; a place is held by scipy's exact test."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analysis.frames import Row
from analysis.intent_moves import Intents, Move, Moves, mostly_in_one_locale, moves_of
from analysis.move_grid import group_moves
from analysis.selection import Selection
from analysis.transitions import count_transitions
from loaders.schema import Outcome, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows

ROWS = random_rows(400)
INTENTS = ["a", "b", "c", "d", "e", "f", None]


def intents_of(row: Row) -> Intents:
    return row["baseline_intent"], row["candidate_intent"]


@pytest.mark.parametrize("weight", [None, "frequency"])
@pytest.mark.parametrize("unit", ["frame", "intent"])
@pytest.mark.parametrize("outcomes", [("negative_flip",), ("positive_flip",), ()])
def test_moves_equal_a_plain_loop(
    frame_on: FrameOn, unit: Unit, outcomes: tuple[Outcome, ...], weight: str | None
) -> None:
    found = moves_of(count_transitions(frame_on(ROWS), Selection(unit, outcomes), ("locale",), weight=weight))
    chosen = [row for row in ROWS if not outcomes or outcome_of(row, unit) in outcomes]
    moved = [row for row in chosen if len(set(intents_of(row))) == 2]
    kept = [row for row in chosen if len(set(intents_of(row))) == 1]
    n = Counter[Intents]()
    for row in moved:
        n[intents_of(row)] += row[weight] if weight else 1
    assert {move.intents: move.n for move in found.moves} == dict(n)
    assert [move.n for move in found.moves] == sorted(n.values(), reverse=True)
    for move in found.moves:
        locales = Counter(row["locale"] for row in moved if intents_of(row) == move.intents)
        assert (move.n_units, move.n_units_of_locale) == (locales.total(), dict(locales))
    assert found.kept == Counter(row["baseline_intent"] for row in kept)
    assert found.n_kept == sum(row[weight] if weight else 1 for row in kept)
    assert found.n_units == len(moved)


def test_nothing_moves_where_nothing_is() -> None:
    assert moves_of(()) == Moves((), {}, 0)
    assert mostly_in_one_locale((), {"de-DE": 3}) == {}
    assert group_moves(moves_of(()), 3).cells == {}


def move(before: str | None, after: str | None, n: int = 1, **of_locale: int) -> Move:
    places = of_locale or {"de": n}
    return Move((before, after), sum(places.values()), sum(places.values()), places)


def test_a_move_of_one_locale_is_told_and_its_chance_is_scipy_s() -> None:
    everywhere, german = move("a", "b", de=5, en=5, fr=5), move("c", "d", de=9, en=1)
    rare = move("e", "f", de=1)
    found = mostly_in_one_locale((everywhere, german, rare), {"de": 100, "en": 100, "fr": 100})
    assert list(found) == [("c", "d")]
    place = found["c", "d"]
    assert (place.locale, place.n_units, place.n_units_all) == ("de", 9, 10)
    table = [[9, 91], [1, 199]]
    p = fisher_exact(table, alternative="greater").pvalue
    assert place.q_value == pytest.approx(3 * p * 3, rel=1e-6)


def test_one_locale_alone_tells_nothing() -> None:
    assert mostly_in_one_locale((move("a", "b", de=50),), {"de": 60}) == {}


def test_half_is_not_mostly() -> None:
    assert mostly_in_one_locale((move("a", "b", de=20, en=20),), {"de": 40, "en": 4_000}) == {}


moves = st.dictionaries(
    st.tuples(st.sampled_from(INTENTS), st.sampled_from(INTENTS)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 9),
    max_size=20,
)
kept_intents = st.dictionaries(st.sampled_from(INTENTS), st.integers(1, 3))


@given(moves, kept_intents, st.integers(1, 8))
def test_a_grid_holds_every_move_once(counted: dict[Intents, int], kept: dict[str | None, int], most: int) -> None:
    ordered = sorted(counted, key=lambda pair: (-counted[pair], str(pair)))
    all_moves = Moves(tuple(move(*pair, n=counted[pair]) for pair in ordered), kept, sum(kept.values()))
    grid = group_moves(all_moves, most)
    assert grid.n == sum(group.n for group in grid.columns) == sum(cell.n for cell in grid.cells.values())
    assert grid.n == all_moves.n
    for side, groups in enumerate((grid.rows, grid.columns)):
        assert [group.is_others for group in groups[:-1]] == [False] * len(groups[:-1])
        assert len(groups) <= most + 1
        for group in groups:
            assert group.n == sum(n for pair, n in counted.items() if pair[side] in group.intents)
            assert group.is_others == (len(group.intents) > 1)
    for cell in grid.cells.values():
        meant = [(one, other) for one in cell.baseline_intents for other in cell.candidate_intents]
        assert cell.n_units == sum(counted.get(pair, 0) for pair in meant)
        assert cell.holds_kept == any(one == other and kept.get(one) for one, other in meant)


def test_a_grid_has_a_side() -> None:
    with pytest.raises(ValueError, match="not 0"):
        group_moves(Moves((), {}, 0), 0)
