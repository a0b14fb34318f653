"""Columns as numbers of their values, against the visible rows on every engine; and what is searched by default."""

import polars as pl
import pytest

from analysis.arrow_codes import Encoded
from analysis.bands import add_frequency_band
from analysis.frames import UnknownColumn
from analysis.slice_features import default_columns, left_out_columns, read_features
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, pair_row, random_rows

ROWS = random_rows(60)


def entries(encoded: Encoded) -> set[tuple[int, object]]:
    return {
        (row, encoded.values[code]) for row, code in zip(encoded.rows.tolist(), encoded.codes.tolist(), strict=True)
    }


def test_a_column_is_taken_as_it_is_with_its_nulls(frame_on: FrameOn) -> None:
    features = read_features(frame_on(ROWS), "frame", ["domain", "device"])
    for column in ("domain", "device"):
        assert entries(features.columns[column]) == {(i, row[column]) for i, row in enumerate(ROWS)}
    assert features.flipped.tolist() == [outcome_of(row, "frame") == "negative_flip" for row in ROWS]


def test_an_utterance_has_each_of_its_slot_names_once(frame_on: FrameOn) -> None:
    assert any([slot["name"] for slot in row["slots"]] == ["time", "time"] for row in ROWS)
    found = read_features(frame_on(ROWS), "frame", ["slots"]).columns["slots"]
    assert entries(found) == {(i, slot["name"]) for i, row in enumerate(ROWS) for slot in row["slots"]}
    assert len(found.codes) == len(entries(found))


def test_no_row_has_a_slot(frame_on: FrameOn) -> None:
    rows = [pair_row(i, ("play", []), ("play", []), ("stop", [])) for i in range(3)]
    assert entries(read_features(frame_on(rows), "frame", ["slots"]).columns["slots"]) == set()


def test_the_length_of_the_text_is_banded(frame_on: FrameOn) -> None:
    lengths = [0, 10, 11, 20, 21, 40, 41, 80, 81, 5000]
    texts = [*("ü" * n for n in lengths), None]
    rows = [ROWS[0] | {"row": i, "text": text} for i, text in enumerate(texts)]
    found = dict(entries(read_features(frame_on(rows), "frame", ["length"]).columns["length"]))
    assert [found[i] for i in range(len(texts))] == [
        *["up to 10 characters"] * 2,
        *["11-20 characters"] * 2,
        *["21-40 characters"] * 2,
        *["41-80 characters"] * 2,
        *["over 80 characters"] * 2,
        None,
    ]


def test_a_column_named_length_is_taken_as_it_is(frame_on: FrameOn) -> None:
    rows = [row | {"length": "short"} for row in ROWS]
    assert read_features(frame_on(rows), "frame", ["length"]).columns["length"].values[0] == "short"


def test_not_a_number_is_null() -> None:
    levels = [1.5, float("nan"), None]
    frame = pl.DataFrame([row | {"level": level} for row, level in zip(ROWS[:3], levels, strict=True)])
    found = read_features(frame, "frame", ["level"]).columns["level"]
    assert entries(found) == {(0, 1.5), (1, None), (2, None)}


def test_ids_texts_numbers_and_answers_are_not_searched_by_default(frame_on: FrameOn) -> None:
    expected = ("locale", "domain", "intent", "slots", "length", "device")
    assert default_columns(frame_on(ROWS)) == expected
    with_band = add_frequency_band(frame_on(ROWS))
    assert default_columns(with_band) == (*expected[:5], "frequency_band", "device")
    found = read_features(with_band, "frame", ["frequency_band"]).columns["frequency_band"]
    assert {value for _, value in entries(found)} == {"head", "torso", "tail"}


def test_json_documents_are_not_searched_unless_they_are_named(frame_on: FrameOn) -> None:
    judged = ['[{"worker": 1}, {"worker": 2}]', None, ' {"worker": 3}']
    odd = ["[alarm]", "17", '"a"']
    rows = [
        row | {"judged": judged[i % 3], "odd": odd[i % 3], "mixed": judged[i % 2 * 2] if i else "none"}
        for i, row in enumerate(ROWS)
    ]
    frame = frame_on(rows)
    assert left_out_columns(frame) == ("judged",)
    assert default_columns(frame) == (*default_columns(frame_on(ROWS)), "odd", "mixed")
    found = read_features(frame, "frame", ["judged"]).columns["judged"]
    assert {value for _, value in entries(found)} == set(judged)


def test_no_column_is_left_out_for_want_of_values() -> None:
    frame = pl.DataFrame([row | {"note": None} for row in ROWS], schema_overrides={"note": pl.String})
    assert left_out_columns(frame) == ()
    assert "note" in default_columns(frame)


def test_columns_that_cannot_be_searched_are_refused(frame_on: FrameOn) -> None:
    frame = frame_on([row | {"nbest": []} for row in ROWS])
    with pytest.raises(UnknownColumn, match="unknown column 'planet'"):
        read_features(frame, "frame", ["planet"])
    with pytest.raises(UnknownColumn, match="unknown column 'length'"):
        read_features(pl.DataFrame(ROWS).drop("text"), "frame", ["length"])
    with pytest.raises(ValueError, match="'slot'"):
        read_features(frame, "slot", ["locale"])


def test_a_column_of_lists_is_refused() -> None:
    frame = pl.DataFrame([row | {"tags": ["a"]} for row in ROWS])
    with pytest.raises(ValueError, match="column 'tags' holds List"):
        read_features(frame, "frame", ["tags"])
