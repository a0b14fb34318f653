from collections.abc import Callable

import polars as pl
import pytest

from analysis.frames import Row, UnknownColumn, Value, collect_rows
from analysis.selection import Selection, select
from loaders.schema import OUTCOMES, UTTERANCE_UNITS, Outcome, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows, slot_rows

ROWS = random_rows(200)


def rows_of(frame_on: FrameOn, selection: Selection) -> list[int]:
    return [row["row"] for row in collect_rows(select(frame_on(ROWS), selection))]


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
@pytest.mark.parametrize("outcomes", [("negative_flip",), ("both_wrong_same", "positive_flip"), (), OUTCOMES])
def test_outcomes_are_alternatives(frame_on: FrameOn, unit: Unit, outcomes: tuple[Outcome, ...]) -> None:
    kept = [row["row"] for row in ROWS if not outcomes or outcome_of(row, unit) in outcomes]
    assert rows_of(frame_on, Selection(unit, outcomes)) == kept


@pytest.mark.parametrize(
    ("where", "keeps"),
    [
        ((("locale", ("de-DE",)),), lambda row: row["locale"] == "de-DE"),
        ((("locale", ("de-DE", "fr-FR")),), lambda row: row["locale"] != "en-US"),
        (
            (("locale", ("de-DE",)), ("domain", ("music",))),
            lambda row: (row["locale"], row["domain"]) == ("de-DE", "music"),
        ),
        ((("domain", (None,)),), lambda row: row["domain"] is None),
        ((("domain", ("", "music")),), lambda row: row["domain"] in (None, "music")),
        ((("locale", ()),), lambda row: True),
        ((("locale", ("xx",)),), lambda row: False),
        ((("frequency", ("3", 4)),), lambda row: row["frequency"] in (3, 4)),
        ((("baseline_confidence", ("0.25",)),), lambda row: row["baseline_confidence"] == 0.25),
        ((("candidate_missing", ("true",)),), lambda row: row["candidate_missing"]),
        ((("candidate_missing", (False,)),), lambda row: not row["candidate_missing"]),
    ],
)
def test_columns_are_combined_and_values_are_alternatives(
    frame_on: FrameOn, where: tuple[tuple[str, tuple[Value, ...]], ...], keeps: Callable[[Row], bool]
) -> None:
    assert rows_of(frame_on, Selection(where=where)) == [row["row"] for row in ROWS if keeps(row)]


@pytest.mark.parametrize("search", ["um FÜNF", "PLAY", "a.c", "%", ""])
def test_search_is_plain_text_whatever_the_case(frame_on: FrameOn, search: str) -> None:
    kept = [row["row"] for row in ROWS if search.lower() in row["text"].lower()]
    assert rows_of(frame_on, Selection(search=search)) == kept


def test_slots_are_selected_on_the_slot_pair_frame(frame_on: FrameOn) -> None:
    rows = slot_rows(ROWS)
    selection = Selection("slot", ("negative_flip",), (("slot_name", ("time",)),))
    kept = [row for row in rows if outcome_of(row, "slot") == "negative_flip" and row["slot_name"] == "time"]
    assert kept
    assert collect_rows(select(frame_on(rows), selection)) == kept


def test_no_rows_stay_no_rows(frame_on: FrameOn) -> None:
    assert collect_rows(select(frame_on([], like=ROWS), Selection("frame", ("negative_flip",), search="a"))) == []


def test_unknown_columns_are_named(frame_on: FrameOn) -> None:
    with pytest.raises(UnknownColumn, match="unknown column 'region'; the columns are: baseline_confidence, "):
        select(frame_on(ROWS), Selection(where=(("region", ("EU",)),)))
    with pytest.raises(UnknownColumn, match="'text'"):
        select(frame_on([{"row": 1}]), Selection(search="a"))


@pytest.mark.parametrize(
    ("column", "value"), [("frequency", "often"), ("frequency", "9" * 60), ("candidate_missing", "perhaps")]
)
def test_a_value_that_a_column_cannot_hold_is_refused(frame_on: FrameOn, column: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"column '{column}' holds .* it cannot be '{value}'"):
        select(frame_on(ROWS), Selection(where=((column, (value,)),)))


def test_a_column_of_lists_cannot_be_chosen_by_value() -> None:
    pairs = pl.DataFrame({"row": [0], "nbest": [["a"]]})
    with pytest.raises(ValueError, match=r"column 'nbest' holds List.*; choose a column of single values"):
        select(pairs, Selection(where=(("nbest", ("a",)),)))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown outcome 'broke'; the outcomes are: both_correct, "):
        Selection("frame", ("broke",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown unit 'word'; the units are: frame, intent, slots, slot"):
        Selection("word")  # type: ignore[arg-type]


def test_selections_are_equal_by_content() -> None:
    assert len({Selection("frame", ("negative_flip",)), Selection("frame", ("negative_flip",))}) == 1
