"""A cell's filter lists exactly its utterances: counted here, on every unit and view, as the Flips page counts."""

import pandas as pd
import pytest

from analysis.flips import count_rows
from analysis.intent_moves import Moves, moves_of
from analysis.move_grid import Cell, group_moves
from analysis.selection import Selection
from analysis.transitions import count_transitions
from dashboard.components.flip_address import Known, read_address
from dashboard.components.transition_links import MOST_VALUES, flips_of_cell
from dashboard.components.transition_results import OUTCOMES_OF, SHOWN, Shown, judged_by
from dashboard.state import FlipFilter
from loaders.schema import UTTERANCE_UNITS, Unit
from tests.analysis.scored import random_rows

PAIRS = pd.DataFrame(random_rows(500))


def moves(unit: Unit, shown: Shown, locale: str | None) -> Moves:
    where = () if locale is None else (("locale", (locale,)),)
    return moves_of(count_transitions(PAIRS, Selection(unit, OUTCOMES_OF[shown], where), ("locale",)))


@pytest.mark.parametrize("locale", [None, "de-DE"])
@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_the_list_is_as_long_as_the_band_says(unit: Unit, shown: Shown, locale: str | None) -> None:
    unit = judged_by(shown, unit)
    n_open = 0
    for most in (1, 5):
        grid = group_moves(moves(unit, shown, locale), most)
        for cell in grid.cells.values():
            flips = flips_of_cell(cell, shown, unit, locale)
            if flips is None:
                assert cell.holds_kept
                assert unit == "slots"
                continue
            n_open += 1
            assert count_rows(PAIRS, flips.selection(unit)) == cell.n_units
    assert n_open >= len(group_moves(moves(unit, shown, locale), 5).cells)


def test_all_that_changed_is_every_utterance_with_two_intents() -> None:
    differ = PAIRS["baseline_intent"].fillna("") != PAIRS["candidate_intent"].fillna("")
    found = moves("intent", "changed", None)
    assert found.n_units == differ.sum() > 0
    assert not found.kept


def test_a_link_keeps_as_many_values_as_a_cell_may_have() -> None:
    intents = tuple(f"i{n}" for n in range(MOST_VALUES))
    flips = flips_of_cell(Cell(9, 9, intents, ("x",), False), "broke", "intent", None)
    assert flips is not None
    parameters = {name: value if isinstance(value, list) else [value] for name, value in flips.parameters().items()}
    read = read_address(parameters, Known({}, lambda _column, _values: "", 9, False, True))
    assert dict(read.flips.where) == {"baseline_intent": intents, "candidate_intent": ("x",)}
    assert flips_of_cell(Cell(9, 9, (*intents, "more"), ("x",), False), "broke", "intent", None) is None


def test_what_was_given_up_is_null_in_the_link() -> None:
    flips = flips_of_cell(Cell(1, 1, ("play",), (None,), False), "changed", "frame", "de-DE")
    assert flips == FlipFilter(
        OUTCOMES_OF["changed"], (("locale", ("de-DE",)), ("baseline_intent", ("play",)), ("candidate_intent", ("",)))
    )
