from collections import Counter

import pytest

from analysis.filter_values import ValueCount, count_values
from analysis.frames import UnknownColumn
from loaders.schema import Outcome
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows

ROWS = [row | {"slot_names": sorted({slot["name"] for slot in row["slots"]})} for row in random_rows(200)]


@pytest.mark.parametrize("outcomes", [(), ("negative_flip",), ("both_wrong_same", "positive_flip")])
@pytest.mark.parametrize("column", ["locale", "domain", "frequency", "candidate_missing"])
def test_values_come_with_their_counts(frame_on: FrameOn, column: str, outcomes: tuple[Outcome, ...]) -> None:
    counts = Counter({row[column]: 0 for row in ROWS if row[column] is not None})
    counts.update(
        row[column]
        for row in ROWS
        if row[column] is not None and (not outcomes or outcome_of(row, "frame") in outcomes)
    )
    expected = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    found = count_values(frame_on(ROWS), column, "frame", outcomes, 100)
    assert [(one.value, one.n) for one in found] == expected
    assert count_values(frame_on(ROWS), column, "frame", outcomes, 1) == found[:1]


def test_only_values_with_the_words_are_offered(frame_on: FrameOn) -> None:
    assert [one.value for one in count_values(frame_on(ROWS), "locale", "frame", (), 9, "DE-")] == ["de-DE"]
    assert [one.value for one in count_values(frame_on(ROWS), "frequency", "frame", (), 9, "7")] == [7]
    assert count_values(frame_on(ROWS), "locale", "frame", (), 9, ".*") == ()


def test_an_utterance_counts_for_each_of_its_slots(frame_on: FrameOn, request: pytest.FixtureRequest) -> None:
    frame = frame_on(ROWS)
    if "pandas" in request.node.callspec.id:
        with pytest.raises(Exception, match="explode"):
            count_values(frame, "has_slot", "frame", (), 9)
        return
    counts = Counter(name for row in ROWS for name in row["slot_names"] if outcome_of(row, "frame") == "negative_flip")
    found = count_values(frame, "has_slot", "frame", ("negative_flip",), 9)
    assert found == tuple(ValueCount(name, n) for name, n in counts.most_common())


def test_nothing_has_no_values_and_unknown_columns_are_named(frame_on: FrameOn) -> None:
    assert count_values(frame_on([], like=ROWS), "locale", "frame", (), 9) == ()
    with pytest.raises(UnknownColumn, match="'planet'"):
        count_values(frame_on(ROWS), "planet", "frame", (), 9)
