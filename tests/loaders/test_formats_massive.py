"""MASSIVE 1.1 as it is published."""

from tests.loaders.tiny import ANSWERS, Desk, refusal

GERMAN = {
    "id": "0",
    "locale": "de-DE",
    "partition": "test",
    "scenario": "alarm",
    "intent": "alarm_set",
    "utt": "wecke mich um fünf uhr auf",
    "annot_utt": "wecke mich um [time : fünf uhr] auf",
    "worker_id": "35",
    "judgments": [{"worker_id": "8", "intent_score": 1}],
}
ENGLISH = {
    **GERMAN,
    "locale": "en-US",
    "partition": "train",
    "utt": "wake me at five am",
    "annot_utt": "wake me at [time : five am]",
    "worker_id": "1",
}
RECORDS = [GERMAN, ENGLISH]


def test_its_fields_become_our_columns(desk: Desk) -> None:
    manifest = desk.add_evalset(RECORDS)
    assert desk.utterances("utterance_id, parallel_id, locale, domain, intent, text, annotator, partition") == [
        ("0", "0", "de-DE", "alarm", "alarm_set", "wecke mich um fünf uhr auf", "35", "test"),
        ("0", "0", "en-US", "alarm", "alarm_set", "wake me at five am", "1", "train"),
    ]
    assert manifest.has_parallel
    assert manifest.sources[0]["kind"] == "massive"


def test_its_annotation_becomes_slots_in_code_points(desk: Desk) -> None:
    desk.add_evalset(RECORDS)
    assert desk.utterances("slots") == [
        ([{"name": "time", "value": "fünf uhr", "start": 14, "end": 22}],),
        ([{"name": "time", "value": "five am", "start": 11, "end": 18}],),
    ]


def test_its_judgments_are_kept_as_json(desk: Desk) -> None:
    assert desk.add_evalset(RECORDS).extra_columns == ("judgments",)
    assert desk.utterances("judgments")[0] == ('[{"worker_id":"8","intent_score":1}]',)


def test_partition_and_locale_select_rows(desk: Desk) -> None:
    desk.add_evalset(RECORDS, partition="test", locale="de-DE")
    assert desk.utterances("locale, partition") == [("de-DE", "test")]


def test_a_selection_that_finds_nothing_is_refused(desk: Desk) -> None:
    message = refusal(lambda: desk.add_evalset(RECORDS, partition="test", locale="en-US"), desk)
    assert "no utterance is left with --locale en-US --partition test" in message


def test_a_damaged_first_line_does_not_hide_the_format(desk: Desk) -> None:
    manifest = desk.add_evalset(['{"id": "7", "locale": "de-', GERMAN], max_rejected=1)
    assert (manifest.n_utterances, manifest.n_rejected) == (1, 1)


def test_forced_on_a_file_that_is_recognised_anyway(desk: Desk) -> None:
    assert desk.add_evalset(RECORDS, format="massive").n_utterances == 2


def test_forced_as_tabular_it_lacks_our_columns(desk: Desk) -> None:
    message = refusal(lambda: desk.add_evalset(RECORDS, format="tabular"), desk)
    assert "no column 'utterance_id'; it has annot_utt, id, intent" in message
    assert "--column utterance_id=YOURS" in message


def test_a_run_is_matched_by_locale_since_ids_repeat(desk: Desk) -> None:
    desk.add_evalset(RECORDS)
    answers = [{**ANSWERS[0], "utterance_id": "0", "locale": record["locale"]} for record in reversed(RECORDS)]
    alignment = desk.add_run(answers).alignment
    assert (alignment.n_matched, alignment.n_duplicates) == (2, 0)
    assert desk.scores("slots_correct") == [(False,), (True,)]


def test_a_run_without_locales_is_refused_since_ids_repeat(desk: Desk) -> None:
    desk.add_evalset(RECORDS)
    message = refusal(lambda: desk.add_run([{"utterance_id": "0", "intent": "alarm_set"}]), desk)
    assert "column 'locale': missing in 1 rows, and ids of evalset 'e' repeat across locales" in message
