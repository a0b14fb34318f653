"""The manifest of an evaluation set, and its fingerprint."""

import datetime
import hashlib
from collections.abc import Sequence

import pytest

from loaders.schema import NORMALISER_VERSION, STORAGE_VERSION
from tests.loaders.tiny import UTTERANCES, Desk, Record, changed, jsonl, refusal

FINGERPRINT = "197773c1b2aff31d"


def fingerprint(desk: Desk, records: Sequence[Record]) -> str:
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    return other.add_evalset(records).fingerprint


def test_the_fingerprint_is_pinned(desk: Desk) -> None:
    """A DuckDB that hashes otherwise makes every stored run unfit for a newly loaded evaluation set."""
    assert desk.add_evalset().fingerprint == FINGERPRINT


def test_the_fingerprint_does_not_depend_on_the_order_of_columns(desk: Desk) -> None:
    backwards = [dict(reversed(list(record.items()))) for record in UTTERANCES]
    assert fingerprint(desk, backwards) == FINGERPRINT


@pytest.mark.parametrize(
    "records",
    [
        list(UTTERANCES[:2]),
        [UTTERANCES[1], UTTERANCES[0], UTTERANCES[2]],
        [*UTTERANCES, {**UTTERANCES[0], "utterance_id": "4"}],
        changed(UTTERANCES, intent="alarm_stop"),
        changed(UTTERANCES, text="wake us at five am", slots=[]),
        changed(UTTERANCES, slots=[{"name": "time", "value": "five am"}]),
        changed(UTTERANCES, frequency=2),
        changed(UTTERANCES, channel="phone"),
        [UTTERANCES[0], {**UTTERANCES[1], "slots": list(reversed(UTTERANCES[1]["slots"]))}, UTTERANCES[2]],
    ],
)
def test_the_fingerprint_changes_with_the_content(desk: Desk, records: list[Record]) -> None:
    assert fingerprint(desk, records) != FINGERPRINT


def test_the_manifest_counts_what_is_stored(desk: Desk) -> None:
    manifest = desk.add_evalset()
    counts = (manifest.n_utterances, manifest.n_slots, manifest.n_locales, manifest.n_domains, manifest.n_intents)
    assert counts == (3, 3, 2, 2, 3)
    assert (manifest.n_rejected, manifest.has_parallel, manifest.extra_columns) == (0, False, ())


def test_the_manifest_names_files_with_their_hashes(desk: Desk) -> None:
    content = jsonl(UTTERANCES)
    (source,) = desk.add_evalset().sources
    assert source == {
        "file": f"{desk.folder}/gold.jsonl",
        "kind": "jsonl",
        "n_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def test_the_manifest_says_how_when_and_by_what_it_was_loaded(desk: Desk) -> None:
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    manifest = desk.add_evalset(locale="en-US")
    assert before <= datetime.datetime.fromisoformat(manifest.created_at) <= datetime.datetime.now(datetime.UTC)
    assert manifest.options == {"format": "auto", "columns": {}, "locale": "en-US"}
    assert (manifest.storage_version, manifest.normaliser_version) == (STORAGE_VERSION, NORMALISER_VERSION)


def test_the_stored_manifest_is_the_one_returned(desk: Desk) -> None:
    assert desk.add_evalset() == desk.warehouse.evalset("e")
    assert desk.add_run() == desk.warehouse.run("r")


def test_a_locale_fills_in_and_selects(desk: Desk) -> None:
    unlocated = {name: value for name, value in UTTERANCES[0].items() if name != "locale"}
    desk.add_evalset([unlocated, UTTERANCES[1]], locale="en-GB")
    assert desk.utterances("utterance_id, locale") == [("1", "en-GB")]


def test_an_id_may_repeat_across_locales_only(desk: Desk) -> None:
    rows = [*UTTERANCES, {**UTTERANCES[0], "locale": "en-GB"}]
    assert desk.add_evalset(rows).n_utterances == 4
    twice = [*rows, {**UTTERANCES[0], "locale": "en-GB"}]
    other = Desk(desk.folder / "other")
    other.folder.mkdir()
    message = refusal(lambda: other.add_evalset(twice), other)
    assert "gold.jsonl line 5, column 'utterance_id': '1' in en-GB is in line 4 already" in message
