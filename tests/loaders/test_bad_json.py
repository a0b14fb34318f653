"""JSON that is damaged, hostile or merely odd."""

import pytest

from tests.loaders.tiny import UTTERANCES, Desk, Record, jsonl, refusal

GOOD = jsonl(UTTERANCES[:1]).decode().strip()


def beside(member: str) -> str:
    """Return a good record with one more member, as text."""
    return GOOD.replace('{"utterance_id": "1"', '{"utterance_id": "9", ' + member, 1)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON ("),
        ('{"utterance_id": "9",}', "not JSON ("),
        ("[]", "not a JSON object; write one {...} a line"),
        ("null", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("{'utterance_id': '9'}", "not JSON ("),
        ("utterance_id: 9", "not JSON ("),
        (beside('"x": NaN'), "not JSON ("),
        (beside('"x": 1e999'), "not JSON ("),
        (beside('"x": "\\ud800"'), "not JSON ("),
        (beside('"x": ' + "[" * 5000 + "]" * 5000), "not JSON ("),
        (beside('"x": "\t"'), "not JSON ("),
        (beside('"x": ' + "[" * 600 + "]" * 600), "column 'x': cannot be written as text"),
        (beside('"intent": ' + "[" * 1000 + "]" * 1000).replace('"intent": "alarm_set", ', ""), "column 'intent': "),
    ],
    ids=lambda value: value[:30],
)
def test_a_damaged_record_is_rejected_and_the_next_one_is_read(desk: Desk, line: str, problem: str) -> None:
    content = f"{GOOD}\n{line}\n{jsonl(UTTERANCES[1:]).decode()}".encode()
    message = refusal(lambda: desk.add_evalset(content), desk)
    assert "gold.jsonl line 2" in message
    assert problem in message
    manifest = desk.add_evalset(content, max_rejected=1)
    assert (manifest.n_utterances, manifest.n_rejected) == (3, 1)


@pytest.mark.parametrize("text", ["a\u0000b", "\u202eabc", "tab\tand\nline", "𝔘𝔫𝔦", "'; DROP TABLE x; --", "{}", "%s"])
def test_odd_texts_are_kept_as_they_are(desk: Desk, text: str) -> None:
    record: Record = {**UTTERANCES[2], "utterance_id": text, "intent": text, "domain": text, "text": text, "x": text}
    desk.add_evalset([record])
    desk.add_run([{"utterance_id": text, "intent": text}])
    assert desk.utterances("utterance_id, intent, domain, text, x") == [(text,) * 5]
    assert desk.scores("missing, frame_correct") == [(False, True)]


def test_the_last_of_two_members_of_one_name_counts(desk: Desk) -> None:
    desk.add_evalset([beside('"x": 1, "x": 2')])
    assert desk.utterances("x") == [("2",)]


def test_a_name_in_an_error_cannot_drive_the_terminal(desk: Desk) -> None:
    record = {**UTTERANCES[0], "slots": [{"name": "\x1b[31m\n", "value": 7}]}
    assert "slot '\\x1b[31m\\n': value 7" in refusal(lambda: desk.add_evalset([record]), desk)
