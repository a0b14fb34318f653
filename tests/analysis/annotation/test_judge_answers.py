"""What is read as a judgement, on every engine, as text and as lists, and what is not."""

import json
from typing import Any

import pytest

from analysis.annotation.judge_answers import UNNAMED, read_answers
from analysis.frames import UnknownColumn
from tests.analysis.conftest import FrameOn

JUDGED = [
    [{"worker_id": "8", "natural": 1, "note": "ok"}, {"annotator": "ann", "natural": True, "note": None}],
    [{"natural": 0}, {"natural": 0}, {"worker_id": 8, "natural": 1}, {"worker_id": "8", "natural": 2}],
]


def rows_of(cells: list[Any]) -> list[dict[str, Any]]:
    return [{"row": index, "locale": "de-DE", "judgments": cell} for index, cell in enumerate(cells)]


def test_every_engine_reads_the_same(frame_on: FrameOn) -> None:
    cells = [*map(json.dumps, JUDGED), None, "", "[]", "yes", "[1]", '{"natural": 1}']
    read = read_answers(frame_on(rows_of(cells)))
    assert read is not None
    assert read.given == {
        ("de-DE", "natural"): [{"8": "1", "ann": "true"}, {f"{UNNAMED}0": "0", f"{UNNAMED}1": "0", "8": "2"}],
        ("de-DE", "note"): [{"8": "ok"}],
    }
    assert read.n_unreadable == 3


def test_lists_are_read_as_their_text_is() -> None:
    import polars as pl

    judged = [[{"worker_id": "8", "natural": 1}, {"worker_id": "9", "natural": 0}]]
    assert read_answers(pl.DataFrame(rows_of(judged))) == read_answers(pl.DataFrame(rows_of([json.dumps(judged[0])])))


def test_without_answers_there_is_nothing(frame_on: FrameOn) -> None:
    assert read_answers(frame_on([{"row": 0, "locale": "de-DE"}])) is None
    assert read_answers(frame_on(rows_of(["[]"]))) is None


def test_locales_are_needed(frame_on: FrameOn) -> None:
    with pytest.raises(UnknownColumn, match="locale"):
        read_answers(frame_on([{"row": 0, "judgments": "[]"}]))
