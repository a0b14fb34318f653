"""Gold in columns: every engine reads the same, and golds have one key where they are the same."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.golds import Golds, read_golds, word_of
from analysis.frames import UnknownColumn
from analysis.suspicion import reading_of
from loaders.normalise import normalise
from tests.analysis.annotation.labelled import gold, golds_of

ROWS = [
    gold("wake me at [time:Five  AM]", annotator="a1"),
    gold("wake me at [time:five am]", annotator=None),
    gold("Stop it", "stop", annotator="a2"),
    gold("[a:x] and [b:y]", "stop", "de-DE", annotator="a2"),
]


def seen(golds: Golds) -> list[tuple[Any, ...]]:
    columns = (golds.locales, golds.texts, golds.normal, golds.further["annotator"])
    return [
        (int(golds.rows[place]), golds.reading(place), *(word_of(column, place) for column in columns))
        for place in range(len(golds))
    ]


def test_every_engine_reads_the_same(frame_on: Callable[..., Any]) -> None:
    rows = [{"row": number, **row} for number, row in reversed(list(enumerate(ROWS)))]
    golds = read_golds(frame_on(rows), normalise, ("annotator", "nosuch"))
    assert seen(golds) == [
        (
            number,
            reading_of(row["intent"], [(slot["name"], slot["value"]) for slot in row["slots"]], normalise),
            *(row["locale"], row["text"], normalise(row["text"]), row["annotator"] or ""),
        )
        for number, row in enumerate(ROWS)
    ]
    assert golds.slots.starts.tolist() == [11, 11, 0, 6]


def test_a_column_of_the_gold_must_be_there(frame_on: Callable[..., Any]) -> None:
    with pytest.raises(UnknownColumn, match="'text'"):
        read_golds(frame_on([{"row": 0, "locale": "en", "intent": "i"}]), normalise)


def test_nothing_is_read_as_nothing() -> None:
    golds = golds_of([])
    assert (len(golds), len(golds.frame_keys())) == (0, 0)


slots = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "X", "y"])), max_size=3)


@given(st.lists(st.tuples(st.sampled_from(["i", "j"]), slots), min_size=1, max_size=8))
def test_keys_are_equal_where_the_golds_are(frames: list[tuple[str, list[tuple[str, str]]]]) -> None:
    rows = [gold("".join(f"[{name}:{value}] " for name, value in held), intent) for intent, held in frames]
    golds = golds_of(rows)
    keys = golds.frame_keys().tolist()
    for one in range(len(rows)):
        for other in range(len(rows)):
            assert (keys[one] == keys[other]) == (golds.reading(one) == golds.reading(other))
