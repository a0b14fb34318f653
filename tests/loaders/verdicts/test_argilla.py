"""Argilla's records: the flat form, and why not the nested one."""

from typing import Any

import pytest

from tests.loaders.verdicts.returned import ADELE, MUSIC, Returned, item

ANN, BO = "3f0c", "77aa"


def record(identity: str = "1", **questions: list[tuple[Any, str, str]]) -> dict[str, Any]:
    """A record as `records.to_list(flatten=True)` gives it; an answer is its value, user and status."""
    keys = {key: value for key, value in item(identity).items() if key != "item_id"}
    found: dict[str, Any] = {"id": item(identity)["item_id"], "status": "completed", "_server_id": "s", **keys}
    for question in ("verdict", "true_intent", "true_slots", "note"):
        answers = questions.get(question)
        for part, place in (("", 0), (".users", 1), (".status", 2)):
            found[f"{question}.responses{part}"] = None if answers is None else [one[place] for one in answers]
        found |= {f"{question}.suggestion": "gold_wrong", f"{question}.suggestion.score": 0.9}
    return found


SPAN = {"start": 8, "end": 13, "label": "artist"}


def test_each_annotator_gives_a_judgement(returned: Returned) -> None:
    returned.take_array([
        record(
            verdict=[("gold_wrong", ANN, "submitted"), ("unclear", BO, "submitted")],
            true_intent=[("stop", ANN, "submitted")],
            note=[("see", BO, "submitted")],
        )
    ])  # fmt: skip
    assert [(one.annotator, one.verdict, one.new_intent, one.note) for one in returned.current()] == [
        (f"argilla {ANN}", "gold_wrong", "stop", ""),
        (f"argilla {BO}", "unclear", None, "see"),
    ]


def test_json_lines_of_records_too(returned: Returned) -> None:
    rows = [record(verdict=[("unclear", ANN, "submitted")])]
    assert returned.take_rows(rows, names={ANN: "Ann"}).n_new == 1
    assert returned.verdicts() == [("1", "Ann", "unclear")]


def test_only_what_was_submitted_counts(returned: Returned) -> None:
    report = returned.take_array([
        record("1", verdict=[("gold_wrong", ANN, "draft")]),
        record("5", verdict=[("gold_wrong", ANN, "discarded")], true_intent=[("x", ANN, "draft")]),
        record("6"),
    ])  # fmt: skip
    assert report.n_new == 0
    assert [one.reason for one in report.skipped] == [
        "not submitted (draft)",
        "not submitted (discarded, draft)",
        "nobody annotated it",
    ]


def test_spans_come_without_text_and_an_ambiguous_one_is_not_guessed(returned: Returned) -> None:
    # 8 to 13 are "adele" in code points, and " adel" in UTF-16, which cuts a word.
    returned.take_array([record(verdict=[("gold_wrong", ANN, "submitted")], true_slots=[([SPAN], ANN, "submitted")])])
    assert returned.current()[0].new_slots == (ADELE,)
    # 14 to 15 is the second note in code points; in UTF-16 it is the space before it.
    note = {"start": MUSIC.index("🎵", 1), "end": MUSIC.index("🎵", 1) + 1, "label": "symbol"}
    said = record(verdict=[("gold_wrong", BO, "submitted")], true_slots=[([note], BO, "submitted")])
    report = returned.take_array([said], "other.json")
    assert (report.n_new, len(report.remarks)) == (1, 1)
    assert "ambiguous offsets: it may be '🎵' or ' '" in report.remarks[0].reason
    by_bo = returned.current()[1]
    assert (by_bo.verdict, by_bo.new_slots) == ("gold_wrong", None)


def test_the_nested_form_is_rejected_for_what_it_lost(returned: Returned) -> None:
    keys = {key: value for key, value in item("1").items() if key not in ("item_id", "text")}
    nested = {
        "id": item("1")["item_id"],
        "fields": {"text": MUSIC},
        "metadata": keys,
        "suggestions": {},
        "responses": {"verdict": [{"value": "gold_wrong", "user_id": ANN}]},
        "vectors": {},
        "status": "pending",
    }
    report = returned.take_array([nested, {**nested, "responses": {}}])
    assert report.refused
    assert "to_list(flatten=True)" in report.rejections[0].reason
    assert [one.reason for one in report.skipped] == ["nobody annotated it"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"verdict.responses": "gold_wrong"}, "no lists"),
        ({"verdict.responses.users": []}, "1 responses, 0 users and 1 states"),
        ({"true_slots.responses": [7], "true_slots.responses.users": [ANN], "true_slots.responses.status":
          ["submitted"]}, "no list of spans"),
        ({"true_slots.responses": [[{"start": "8"}]], "true_slots.responses.users": [ANN],
          "true_slots.responses.status": ["submitted"]}, "no span with start, end and label"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_rejected(returned: Returned, changed: dict[str, Any], reason: str) -> None:
    report = returned.take_array([{**record(verdict=[("unclear", ANN, "submitted")]), **changed}])
    assert reason in report.rejections[0].reason
