"""Corrections are found by key, checked as a load checks its rows, and made all or none."""

from pathlib import Path
from typing import Any

import pytest

from loaders.corrections import CorrectionFile, Verdicts
from loaders.revision import revise
from tests.loaders.tiny import UTTERANCES, WRITERS, Desk, Record, jsonl, refusal, silent

EXPECTED = [
    ("alarm_set", "alarm", [{"name": "hour", "value": "five", "start": None, "end": None}]),
    ("alarm_stop", "alarm", []),
    ("alarm_stop", "alarm", []),
]


def revise_with(desk: Desk, content: bytes, file: str = "corrections.jsonl", **mapping: str) -> Any:
    return revise(desk.warehouse, "e", "e2", CorrectionFile(Path(desk.file(file, content)), mapping), silent)


def revised_rows(desk: Desk) -> list[Any]:
    return desk._stored(desk.warehouse.evalset_path("e2"), "SELECT intent, domain, slots FROM utterances")


@pytest.mark.parametrize("ending", WRITERS)
def test_every_kind_of_file_says_the_same(desk_with_gold: Desk, ending: str) -> None:
    corrections: list[Record] = [
        {"utterance_id": "2", "locale": "de-DE", "intent": "alarm_stop", "slots": []},
        {"utterance_id": "1", "locale": "en-US", "intent": None, "slots": [{"name": "hour", "value": "five"}]},
    ]
    made = revise_with(desk_with_gold, WRITERS[ending](corrections), f"corrections.{ending}")
    assert made.n_corrected == 2
    assert revised_rows(desk_with_gold) == EXPECTED


def test_annotated_text_and_mapped_columns_are_read(desk_with_gold: Desk) -> None:
    content = b"id,annotated_text,right\n1,wake me at [hour : five] am,news\n"
    revise_with(desk_with_gold, content, "c.csv", utterance_id="id", intent="right")
    slot = {"name": "hour", "value": "five", "start": 11, "end": 15}
    assert revised_rows(desk_with_gold)[0] == ("news", "alarm", [slot])


def test_an_intent_of_several_domains_or_of_none_leaves_the_domain(desk: Desk) -> None:
    desk.add_evalset([*UTTERANCES, {**UTTERANCES[2], "utterance_id": "4", "domain": "clock"}])
    rows = [
        {"utterance_id": "1", "intent": "music_play"},
        {"utterance_id": "2", "intent": "alarm_stop"},
        {"utterance_id": "3", "intent": "unheard_of"},
        {"utterance_id": "4", "domain": "watch", "intent": "music_play"},
    ]
    revise_with(desk, jsonl(rows))
    assert [(intent, domain) for intent, domain, _ in revised_rows(desk)] == [
        ("music_play", "music"),
        ("alarm_stop", "music"),
        ("unheard_of", "alarm"),
        ("music_play", "watch"),
    ]


REFUSED: list[tuple[str, list[Record], str]] = [
    ("unknown", [{"utterance_id": "7", "intent": "x"}], "line 1: utterance '7' is not in evalset 'e'"),
    (
        "another locale",
        [{"utterance_id": "1", "locale": "fr-FR", "intent": "x"}, {"utterance_id": "8", "intent": "x"}],
        "line 1: utterance '1' (fr-FR) is not in evalset 'e' (and 1 more)",
    ),
    ("twice", [{"utterance_id": "1", "intent": "x"}] * 2, "line 1: utterance '1' is corrected twice"),
    ("no id", [{"utterance_id": "", "intent": "x"}], "line 1, column 'utterance_id': missing"),
    ("empty intent", [{"utterance_id": "1", "intent": ""}], "line 1, column 'intent': empty; leave it out"),
    ("empty domain", [{"utterance_id": "1", "domain": ""}], "line 1, column 'domain': empty; leave it out"),
    ("no label", [{"utterance_id": "1", "text": "x"}], "no label to correct; give utterance_id"),
    ("no slots", [{"utterance_id": "1", "slots": "?"}], "line 1, column 'slots': '?' is not JSON"),
    (
        "off the text",
        [{"utterance_id": "1", "slots": [{"name": "a", "value": "wake", "start": 1, "end": 5}]}],
        "line 1, column 'slots': slot a: its offsets do not match",
    ),
    ("a bare slot", [{"utterance_id": "1", "slots": [{"name": "", "value": "x"}]}], "a slot without a plain name"),
    ("no change", [{"utterance_id": "3", "intent": "alarm_stop", "slots": []}], "changes no label of evalset 'e'"),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_corrected_is_refused_with_its_line(
    desk_with_gold: Desk, rows: list[Record], expected: str
) -> None:
    message = refusal(lambda: revise_with(desk_with_gold, jsonl(rows)), desk_with_gold)
    assert message.startswith(str(desk_with_gold.folder / "corrections.jsonl"))
    assert expected in message


def test_an_id_of_several_locales_needs_its_locale(desk: Desk) -> None:
    desk.add_evalset([*UTTERANCES, {**UTTERANCES[0], "locale": "de-DE"}])
    message = refusal(lambda: revise_with(desk, jsonl([{"utterance_id": "1", "intent": "x"}])), desk)
    assert "utterance '1' is in several locales; give each row its locale" in message
    revise_with(desk, jsonl([{"utterance_id": "1", "locale": "de-DE", "intent": "x"}]))
    assert [intent for intent, _, _ in revised_rows(desk)] == ["alarm_set", "music_play", "alarm_stop", "x"]


def test_verdicts_without_a_correction_make_no_revision(desk_with_gold: Desk) -> None:
    def without() -> object:
        return revise(desk_with_gold.warehouse, "e", "e2", Verdicts({}, {}), silent)

    assert refusal(without, desk_with_gold).startswith("the verdicts: none says what gold should be")


def test_a_column_of_any_name_is_kept(desk: Desk) -> None:
    odd = {"new_intent": "kept", "change s": "this", "ROW_": "too", "place": "here"}
    desk.add_evalset([{**one, **odd} for one in UTTERANCES])
    revise_with(desk, jsonl([{"utterance_id": "3", "intent": "x"}]))
    path = desk.warehouse.evalset_path("e2")
    stored = desk._stored(path, 'SELECT intent, new_intent, "change s", "ROW_", place FROM utterances')
    assert stored[2] == ("x", "kept", "this", "too", "here")
