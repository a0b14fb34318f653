"""Slots written as JSON text, into the text, or as BIO tags are the same slots."""

import json
from collections.abc import Callable, Sequence

import pytest

from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, delimited, jsonl, parquet, refusal, without

ANNOTATED = ["wake me at [time : five am]", "spiel [song : Größe 😀] von [artist : Straße]", "stop"]
TAGS = [["O", "O", "O", "B-time", "I-time"], ["O", "B-song", "I-song", "O", "B-artist"], ["O"]]
BARE = without(UTTERANCES, "slots")
Writer = Callable[[Sequence[Record]], bytes]
each_format = pytest.mark.parametrize("write", [jsonl, parquet, delimited])


def with_column(records: Sequence[Record], name: str, values: Sequence[object]) -> list[Record]:
    return [{**record, name: value} for record, value in zip(records, values, strict=True)]


def tags_for(write: Writer) -> Sequence[object]:
    return [" ".join(tags) for tags in TAGS] if write is delimited else TAGS


@each_format
def test_slots_as_json_text(desk: Desk, write: Writer) -> None:
    as_text = [json.dumps(record["slots"]) for record in UTTERANCES]
    desk.add_evalset(write(with_column(BARE, "slots", as_text)))
    assert desk.utterances("slots") == [(record["slots"],) for record in UTTERANCES]


@each_format
def test_annotated_text_gives_text_and_slots_with_offsets(desk: Desk, write: Writer) -> None:
    desk.add_evalset(write(with_column(without(BARE, "text"), "annotated_text", ANNOTATED)))
    assert desk.utterances("text, slots") == [(record["text"], record["slots"]) for record in UTTERANCES]


@each_format
def test_annotated_text_of_another_text_gives_slots_without_offsets(desk: Desk, write: Writer) -> None:
    respaced = [text.replace(" von", "  von").replace("wake ", "wake  ") for text in ANNOTATED]
    desk.add_evalset(write(with_column(BARE, "annotated_text", respaced)))
    unplaced = [[{**slot, "start": None, "end": None} for slot in record["slots"]] for record in UTTERANCES]
    assert desk.utterances("text, slots") == [
        (record["text"], slots) for record, slots in zip(UTTERANCES, unplaced, strict=True)
    ]


@each_format
def test_bio_tags_beside_a_text(desk: Desk, write: Writer) -> None:
    desk.add_evalset(write(with_column(BARE, "bio_tags", tags_for(write))))
    assert desk.utterances("slots") == [(record["slots"],) for record in UTTERANCES]


@each_format
def test_bio_tags_of_a_run_take_the_text_of_the_evalset(desk_with_gold: Desk, write: Writer) -> None:
    desk_with_gold.add_run(write(with_column(without(ANSWERS, "slots"), "bio_tags", tags_for(write))))
    assert desk_with_gold.answers("slots") == [(record["slots"],) for record in UTTERANCES]


def test_bio_tags_of_a_run_without_locales_take_the_text_by_id(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(with_column(without(ANSWERS, "slots", "locale"), "bio_tags", TAGS))
    assert desk_with_gold.scores("slots_correct") == [(True,)] * 3


@pytest.mark.parametrize("write", [jsonl, parquet])
def test_bio_tags_with_tokens_that_are_not_cut_at_spaces(desk: Desk, write: Writer) -> None:
    gold = {**BARE[0], "locale": "ja-JP", "text": "五時に起こして"}
    desk.add_evalset([gold])
    answer = {"utterance_id": "1", "intent": "alarm_set", "bio_tags": ["B-time", "O", "O"]}
    desk.add_run(write([{**answer, "text": gold["text"], "tokens": ["五時", "に", "起こして"]}]))
    assert desk.answers("slots") == [([{"name": "time", "value": "五時", "start": 0, "end": 2}],)]


def test_tokens_that_do_not_stand_in_the_text_give_values_without_offsets(desk: Desk) -> None:
    record = {**BARE[0], "text": "wake me @ 5am", "tokens": ["wake", "me", "at", "five", "am"], "bio_tags": TAGS[0]}
    desk.add_evalset([record])
    assert desk.utterances("slots") == [([{"name": "time", "value": "five am", "start": None, "end": None}],)]


@pytest.mark.parametrize("beside", [{}, {"tokens": ["stop"]}])
def test_bio_tags_of_an_unknown_utterance_are_unknown_not_rejected(
    desk_with_gold: Desk, beside: dict[str, object]
) -> None:
    stranger = {"utterance_id": "99", "intent": "alarm_stop", "bio_tags": ["O"], **beside}
    alignment = desk_with_gold.add_run([*without(ANSWERS, "locale"), stranger]).alignment
    assert (alignment.n_unknown, alignment.n_rejected, alignment.unknown_examples) == (1, 0, ("99",))


@pytest.mark.parametrize("write", [jsonl, parquet])
def test_each_row_is_read_from_the_first_annotation_it_has(desk: Desk, write: Writer) -> None:
    rows = with_column(with_column(BARE, "slots", [None, UTTERANCES[1]["slots"], []]), "annotated_text", ANNOTATED)
    desk.add_evalset(write(rows))
    assert desk.utterances("slots") == [(record["slots"],) for record in UTTERANCES]


@pytest.mark.parametrize(
    ("annotated", "problem"),
    [
        ("wake me [time : five", "'[' at character 9 is not closed"),
        ("wake me time : five]", "']' at character 20 closes no bracket"),
        ("wake [time : [five : am]]", "'[' at character 6 is not closed"),
        ("wake me [five am]", "bracket at character 9 lacks a name or a value"),
        ("wake me [time : ]", "bracket at character 9 lacks a name or a value"),
    ],
)
def test_damaged_brackets_are_rejected_with_their_place(desk: Desk, annotated: str, problem: str) -> None:
    rows = [{**BARE[0], "annotated_text": annotated}]
    assert f"gold.jsonl line 1, column 'annotated_text': {problem}" in refusal(lambda: desk.add_evalset(rows), desk)


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        (["O", "O", "O", "I-time", "I-time"], "tag 4 'I-time' continues no slot of that name; write B-time"),
        (["O", "O", "O", "B-time", "I-date"], "tag 5 'I-date' continues no slot of that name"),
        (["O", "O"], "2 tags for 5 tokens; give one tag a token"),
        (["O", "O", "O", "B-time", "E-time"], "tag 5 'E-time' is neither O nor B-name nor I-name"),
        (["O", "O", "O", "B-", "O"], "tag 4 'B-' is neither"),
        ([1, 2, 3, 4, 5], "[1, 2, 3, 4, 5] is not a list of texts"),
    ],
)
def test_damaged_tags_are_rejected_with_the_tag(desk: Desk, tags: list[object], problem: str) -> None:
    rows = [{**BARE[0], "bio_tags": tags}]
    assert f"gold.jsonl line 1, column 'bio_tags': {problem}" in refusal(lambda: desk.add_evalset(rows), desk)
