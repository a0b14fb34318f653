"""SLURP gold, and the predictions of its evaluation scripts."""

from tests.loaders.tiny import Desk, Record, refusal

GOLD: Record = {
    "slurp_id": 9054,
    "sentence": "event reminder mona lisa tuesday",
    "sentence_annotation": "event reminder mona lisa [date : tuesday]",
    "intent": "another_label_set",
    "scenario": "calendar",
    "action": "set",
    "tokens": [
        {"surface": surface, "id": n} for n, surface in enumerate(["event", "reminder", "mona", "lisa", "tuesday"])
    ],
    "recordings": [{"file": "audio-1.flac", "wer": 0.0}, {"file": "audio-2.flac", "wer": 0.5}],
    "entities": [{"span": [2, 3], "type": "event_name"}, {"span": [4], "type": "date"}],
}
FILLED = [{"type": "date", "filler": "Tuesday"}, {"type": "event_name", "filler": "mona lisa"}]
ANSWER: Record = {"scenario": "calendar", "action": "set", "entities": FILLED}
BY_RECORDING = {"utterance_id": "file"}


def test_the_label_is_scenario_and_action(desk: Desk) -> None:
    desk.add_evalset([GOLD])
    assert desk.utterances("utterance_id, locale, domain, intent, text") == [
        ("9054", "en-US", "calendar", "calendar_set", "event reminder mona lisa tuesday")
    ]


def test_slots_come_from_the_entities(desk: Desk) -> None:
    desk.add_evalset([GOLD])
    assert desk.utterances("slots") == [
        (
            [
                {"name": "event_name", "value": "mona lisa", "start": 15, "end": 24},
                {"name": "date", "value": "tuesday", "start": 25, "end": 32},
            ],
        )
    ]


def test_an_entity_whose_tokens_are_apart_has_no_offsets(desk: Desk) -> None:
    desk.add_evalset([{**GOLD, "entities": [{"span": [2, 4], "type": "event_name"}]}])
    assert desk.utterances("slots") == [
        ([{"name": "event_name", "value": "mona tuesday", "start": None, "end": None}],)
    ]


def test_predictions_by_slurp_id_are_texts_where_the_gold_has_numbers(desk: Desk) -> None:
    desk.add_evalset([GOLD])
    assert desk.add_run([{**ANSWER, "slurp_id": "9054"}]).alignment.n_matched == 1
    assert desk.scores("frame_correct") == [(True,)]


def test_mapped_by_recording_each_recording_is_an_utterance(desk: Desk) -> None:
    desk.add_evalset([GOLD], mapping=BY_RECORDING)
    assert desk.utterances("utterance_id, parallel_id") == [("audio-1.flac", "9054"), ("audio-2.flac", "9054")]


def test_predictions_by_recording_find_their_recording(desk: Desk) -> None:
    desk.add_evalset([GOLD], mapping=BY_RECORDING)
    wrong = {**ANSWER, "file": "audio-2.flac", "action": "remove"}
    alignment = desk.add_run([wrong, {**ANSWER, "file": "audio-9.flac"}]).alignment
    assert (alignment.n_matched, alignment.n_missing, alignment.n_unknown) == (1, 1, 1)
    assert desk.scores("missing, intent_correct, slots_correct") == [(True, False, False), (False, False, True)]


def test_predictions_by_recording_on_sentences_match_nothing(desk: Desk) -> None:
    desk.add_evalset([GOLD])
    message = refusal(lambda: desk.add_run([{**ANSWER, "file": "audio-1.flac"}]), desk)
    assert "none of its 1 predictions belongs to evalset 'e' (the first is 'audio-1.flac')" in message


def test_a_record_without_its_parts_is_rejected(desk: Desk) -> None:
    message = refusal(lambda: desk.add_evalset([GOLD, {**GOLD, "slurp_id": 2, "tokens": None}]), desk)
    assert "gold.jsonl line 2: not a SLURP record" in message


def test_an_entity_of_no_token_is_rejected(desk: Desk) -> None:
    astray = {**GOLD, "slurp_id": 2, "entities": [{"span": [77], "type": "date"}]}
    message = refusal(lambda: desk.add_evalset([GOLD, astray]), desk)
    assert "line 2" in message
    assert "entity 'date' spans tokens [77], which the sentence does not have" in message


def test_forced_on_something_else_every_record_is_rejected(desk: Desk) -> None:
    message = refusal(lambda: desk.add_evalset([{"utterance_id": "1"}], format="slurp"), desk)
    assert "gold.jsonl line 1: not a SLURP record: lacks" in message
