"""Label Studio's JSON, JSON_MIN and CSV, with what its exports are known for."""

import json
from typing import Any

import pytest

from tests.loaders.tiny import delimited
from tests.loaders.verdicts.returned import (
    ADELE,
    Returned,
    annotation,
    area,
    choice,
    item,
    labels,
    task,
)


def test_a_task_with_all_that_can_be_said(returned: Returned) -> None:
    said = annotation(
        9, {"id": 7, "email": "ann@x.org", "first_name": "A"},
        *(choice("verdict", "gold_wrong"), choice("true_intent", "stop"), area("see <b>")),
        labels(8, 13, "artist", "adele"), choice("other", "x"),
    )  # fmt: skip
    report = returned.take_array([{**task("1", said), "predictions": [286], "drafts": [], "meta": {}}])
    assert (report.n_new, report.n_rejected) == (1, 0)
    (one,) = returned.current()
    assert (one.annotator, one.verdict, one.new_intent, one.new_slots) == ("ann@x.org", "gold_wrong", "stop", (ADELE,))
    assert (one.note, one.tool, one.tool_row_id.partition(" ")[2]) == ("see <b>", "label-studio", "9")
    assert one.judged_at == "2026-11-27T11:00:09.250+00:00"


def test_several_annotations_of_a_task_are_several_judgements(returned: Returned) -> None:
    returned.take_array([task("1", annotation(1, 1, choice("verdict", "unclear")),
                              annotation(2, 2, choice("verdict", "gold_wrong")),
                              annotation(3, 1, choice("verdict", "candidate_wrong")))])  # fmt: skip
    assert len(returned.history()) == 3
    assert returned.verdicts() == [
        ("1", "label-studio 1", "candidate_wrong"),
        ("1", "label-studio 2", "gold_wrong"),
    ]


def test_cancelled_annotations_drafts_and_untouched_tasks_say_nothing(returned: Returned) -> None:
    cancelled = annotation(1, 1, choice("verdict", "unclear"), was_cancelled=True)
    drafted = {**task("5"), "drafts": [annotation(4, 1, choice("verdict", "unclear"))]}
    report = returned.take_array([task("1", cancelled), drafted, task("6", annotation(5, 1))])
    assert (report.n_new, report.n_rejected) == (0, 0)
    assert [one.reason for one in report.skipped] == [
        "skipped by the annotator",
        "nobody annotated it",
        "says nothing",
    ]


def test_predictions_are_never_read(returned: Returned) -> None:
    predicted = {"model_version": "m", "result": [choice("verdict", "gold_wrong")]}
    report = returned.take_array([{**task("1"), "predictions": [predicted, 7]}])
    assert (report.n_new, report.n_skipped) == (0, 1)


def test_one_person_by_number_and_by_address_is_one_annotator(returned: Returned) -> None:
    returned.take_array([
        task("1", annotation(1, 7, choice("verdict", "unclear"))),
        task("5", annotation(2, {"id": 7, "email": "ann@x.org"}, choice("verdict", "unclear"))),
    ])  # fmt: skip
    assert [who for _, who, _ in returned.verdicts()] == ["ann@x.org", "ann@x.org"]
    # Another export has the number alone.
    returned.take_array([task("6", annotation(3, 7, choice("verdict", "unclear")))], names={"7": "ANN@x.org"})
    assert {who for _, who, _ in returned.verdicts()} == {"ann@x.org"}


@pytest.mark.parametrize(
    ("start", "end", "text", "kept"),
    [(8, 13, "adele", True), (9, 14, "adele", True), (8, 13, "spiel", False), (80, 99, "adele", False)],
)
def test_offsets_are_decided_by_the_text_that_comes_with_them(
    returned: Returned, start: int, end: int, text: str, kept: bool
) -> None:
    said = annotation(1, 1, choice("verdict", "gold_wrong"), labels(start, end, "artist", text))
    report = returned.take_array([task("1", said)])
    if kept:
        assert returned.current()[0].new_slots == (ADELE,)
    else:
        assert "is not in the text, counted in any way" in report.rejections[0].reason
        assert "artist" in report.rejections[0].reason


def flat(identity: str, row_id: int, annotator: Any, **said: Any) -> dict[str, Any]:
    times = {"created_at": "2026-11-27T10:00:00Z", "updated_at": f"2026-11-27T11:00:{row_id % 60:02}.25Z"}
    return {
        "id": 4,
        "annotator": annotator,
        "annotation_id": row_id,
        "lead_time": 2.5,
        "agreement": 1.0,
        **item(identity),
        **times,
        **said,
    }


SLOTS = [{"start": 8, "end": 13, "text": "adele", "labels": ["artist"]}]
FLAT = [
    flat("1", 9, 7, verdict="gold_wrong", true_intent="stop", true_slots=SLOTS, note="a"),
    flat("5", 10, "bo@x.org", verdict="unclear", note=["a", "b"]),
    flat("6", 11, 7, verdict=[{"choices": ["both_acceptable"]}]),
]


@pytest.mark.parametrize("kind", ["json", "csv", "tsv"])
def test_json_min_and_csv_give_the_same(returned: Returned, kind: str) -> None:
    content = json.dumps(FLAT).encode() if kind == "json" else delimited(FLAT, "," if kind == "csv" else "\t")
    report = returned.take(returned.desk.file(f"back.{kind}", content))
    assert [str(one) for one in report.rejections] == []
    assert [(one.annotator, one.verdict, one.note) for one in returned.current()] == [
        ("label-studio 7", "gold_wrong", "a"),
        ("bo@x.org", "unclear", "a\nb"),
        ("label-studio 7", "both_acceptable", ""),
    ]
    assert returned.current()[0].new_slots == (ADELE,)


def test_json_and_json_min_of_the_same_annotations_are_the_same(returned: Returned) -> None:
    said = annotation(9, 7, choice("verdict", "gold_wrong"), choice("true_intent", "stop"), area("a"),
                      labels(8, 13, "artist", "adele"))  # fmt: skip
    assert returned.take_array([task("1", said)]).n_new == 1
    again = returned.take_array(FLAT[:1], "min.json")
    assert (again.n_new, again.n_known) == (0, 1)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"data": {"item_id": "i"}, "annotations": 7}, "a task without data"),
        (task("1", {"id": 1}), "no annotation with a result"),
        (task("1", annotation(1, 1, choice("verdict", "a"), choice("verdict", "b"))), "a, b at once"),
        (task("1", annotation(1, 1, choice("true_intent", "a"), choice("true_intent", "b"))), "at once; keep one"),
        (task("1", annotation(1, 1, choice("verdict", "unclear"), updated_at="soon")), "'soon' is no time"),
        (task("1", annotation(1, 1, labels(8, 13, "artist", 3))), "lacks start and end"),  # type: ignore[arg-type]
        (task("1", annotation(1, [2], choice("verdict", "unclear"))), "[2] is no text"),
        (task("1", annotation(1, 1, choice("verdict", "unclear")), text_sha="0"), "another text"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_its_line(returned: Returned, wrong: dict[str, Any], reason: str) -> None:
    report = returned.take_array([task("5"), wrong])
    (rejection,) = report.rejections
    assert reason in rejection.reason
    # With an indent of one, each member of the array begins on a line of its own.
    assert rejection.line > 10
    assert returned.history() == ()


def test_slots_filled_in_ahead_and_taken_away_are_none(returned: Returned) -> None:
    returned.export("x2", prefill="gold")
    kept = annotation(1, 1, choice("verdict", "candidate_wrong"), choice("true_intent", "play"),
                      labels(8, 13, "artist", "adele"))  # fmt: skip
    removed = annotation(2, 2, choice("verdict", "gold_wrong"), choice("true_intent", "play"))
    returned.take_array([{"id": 1, "data": item("1", "x2"), "annotations": [kept, removed]}])
    assert [(one.new_intent, one.new_slots) for one in returned.current()] == [(None, None), ("play", ())]
