"""Whatever file the same records come in, the same rows are stored."""

from pathlib import Path

import pytest

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from tests.loaders.tiny import ANSWERS, UTTERANCES, WRITERS, Desk, Record, delimited, jsonl, parquet, silent

FULL = [
    {
        **record,
        "frequency": 7,
        "partition": "test",
        "parallel_id": "p1",
        "annotator": "ann",
        "annotated_at": "2026-01-02",
        "guideline_version": "3",
        "channel": "phone",
    }
    for record in UTTERANCES
]
CONFIDENT = [
    {
        **record,
        "confidence": 0.75,
        "latency_ms": 12.5,
        "nbest": [{"intent": "alarm_set", "score": 0.75}, {"intent": "alarm_stop", "score": 0.25}],
    }
    for record in ANSWERS
]
FULL_COLUMNS = (
    "utterance_id, locale, domain, intent, text, slots, frequency, partition, parallel_id, annotator, annotated_at, "
    "guideline_version, channel, n_slots"
)


@pytest.mark.parametrize("ending", WRITERS)
def test_an_evalset_is_stored_alike_from_every_format(desk: Desk, tmp_path: Path, ending: str) -> None:
    desk.add_evalset(FULL)
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    manifest = other.add_evalset(WRITERS[ending](FULL), f"gold.{ending}")
    assert manifest.fingerprint == desk.warehouse.evalset("e").fingerprint
    assert other.utterances(FULL_COLUMNS) == desk.utterances(FULL_COLUMNS)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_run_is_stored_alike_from_every_format(desk_with_gold: Desk, ending: str) -> None:
    desk_with_gold.add_run(CONFIDENT)
    desk_with_gold.add_run(WRITERS[ending](CONFIDENT), "other", f"answers.{ending}")
    assert desk_with_gold.answers(name="other") == desk_with_gold.answers()
    assert desk_with_gold.scores(name="other") == desk_with_gold.scores()


def test_the_rows_are_those_of_the_file(desk: Desk) -> None:
    desk.add_evalset()
    columns = "utterance_id, locale, domain, intent, text, slots, n_slots, frequency"
    expected = [
        (*(record[c] for c in ("utterance_id", "locale", "domain", "intent", "text", "slots")), len(record["slots"]), 1)
        for record in UTTERANCES
    ]
    assert desk.utterances(columns) == expected


def test_values_are_null_alike_whether_empty_absent_or_null(desk: Desk, tmp_path: Path) -> None:
    records: list[Record] = [{**record, "annotator": None} for record in UTTERANCES]
    fingerprints = set()
    for number, content in enumerate((jsonl(records), delimited(records), parquet(records))):
        other = Desk(tmp_path / str(number))
        other.folder.mkdir()
        fingerprints.add(other.add_evalset(content).fingerprint)
    assert len(fingerprints) == 1


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_whole_number_ids_equal_their_text(desk_with_gold: Desk, ending: str) -> None:
    numbered = [{**record, "utterance_id": int(record["utterance_id"])} for record in ANSWERS]
    assert desk_with_gold.add_run(WRITERS[ending](numbered)).alignment.n_matched == 3


def test_several_files_are_one_evalset_in_the_order_given(desk: Desk) -> None:
    first, second = (desk.file(f"{n}.jsonl", jsonl([UTTERANCES[n]])) for n in (1, 0))
    third = desk.file("third.csv", delimited([UTTERANCES[2]]))
    manifest = add_evalset(desk.warehouse, "e", [first, second, third], EvalsetOptions(), silent)
    assert desk.utterances("utterance_id") == [("2",), ("1",), ("3",)]
    assert [Path(source["file"]).name for source in manifest.sources] == ["1.jsonl", "0.jsonl", "third.csv"]


def test_a_glob_names_its_files_in_order(desk: Desk) -> None:
    for n, record in enumerate(UTTERANCES):
        desk.file(f"part{n}.parquet", parquet([record]))
    add_evalset(desk.warehouse, "e", [str(desk.folder / "part*.parquet")], EvalsetOptions(), silent)
    assert desk.utterances("utterance_id") == [("1",), ("2",), ("3",)]


def test_parquet_files_with_different_columns_go_together(desk_with_gold: Desk) -> None:
    confident = desk_with_gold.file("a.parquet", parquet(CONFIDENT[:1]))
    bare = desk_with_gold.file("b.parquet", parquet(ANSWERS[1:]))
    add_run(desk_with_gold.warehouse, "r", [confident, bare], "e", RunOptions(), silent)
    assert desk_with_gold.answers("confidence") == [(0.75,), (None,), (None,)]
