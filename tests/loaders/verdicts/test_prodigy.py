"""Prodigy's `db-out`: accepted, rejected and ignored tasks."""

from typing import Any

import pytest

from tests.loaders.verdicts.returned import ADELE, Returned, item

SPAN = {"start": 8, "end": 13, "token_start": 2, "token_end": 2, "label": "artist"}


def answered(identity: str = "1", export: str = "x1", **changed: Any) -> dict[str, Any]:
    task = {
        **item(identity, export),
        "meta": {"locale": "de-DE"},
        "tokens": [],
        "options": [],
        "answer": "accept",
        "_input_hash": 1,
        "_task_hash": -2,
        "_view_id": "blocks",
        "_timestamp": 1_795_000_000,
        "_annotator_id": "flips-ann",
        "_session_id": "flips-ann",
    }
    return {**task, **changed}


def test_an_accepted_task_with_a_verdict(returned: Returned) -> None:
    accepted = answered(accept=["verdict:gold_wrong", "stop"], spans=[SPAN], user_input="see")
    report = returned.take_rows([accepted])
    assert (report.n_new, report.n_rejected) == (1, 0)
    (one,) = returned.current()
    assert (one.annotator, one.verdict, one.new_intent, one.new_slots) == ("flips-ann", "gold_wrong", "stop", (ADELE,))
    assert (one.note, one.judged_at) == ("see", "2026-11-18T11:06:40.000+00:00")
    assert returned.take_rows([accepted]).n_known == 1


def test_accepting_what_was_filled_in_says_that_it_is_right(returned: Returned) -> None:
    returned.export("x2", prefill="gold")
    report = returned.take_rows([answered(export="x2", accept=["play"], spans=[SPAN])])
    (one,) = returned.current()
    assert (one.verdict, one.derived) == ("candidate_wrong", True)
    assert report.n_derived == 1


@pytest.mark.parametrize(
    ("prefill", "verdict"), [("gold", "gold_wrong"), ("candidate", "candidate_wrong"), (None, "unclear")]
)
def test_a_rejected_task_is_a_disagreement_with_what_was_shown(
    returned: Returned, prefill: str | None, verdict: str
) -> None:
    returned.export("x2", prefill=prefill)
    report = returned.take_rows([answered(export="x2", answer="reject", accept=["play"], spans=[SPAN])])
    (one,) = returned.current()
    assert (one.verdict, one.derived, one.new_intent, one.new_slots) == (verdict, True, None, None)
    assert [one.reason for one in report.remarks] == [f"refused in prodigy, so {verdict}"]


def test_accepting_where_nothing_was_chosen_says_nothing(returned: Returned) -> None:
    report = returned.take_rows([answered(accept=[], spans=[]), answered("5", accept=["verdict:unclear"], spans=[])])
    assert [one.reason for one in report.skipped] == ["says nothing"]
    assert [(one.verdict, one.new_slots) for one in returned.current()] == [("unclear", None)]


def test_an_ignored_task_says_nothing(returned: Returned) -> None:
    report = returned.take_rows([answered(answer="ignore", accept=["verdict:unclear"])])
    assert (report.n_new, [one.reason for one in report.skipped]) == (0, ["ignored by the annotator"])


def test_the_same_task_of_two_annotators_and_twice_of_one(returned: Returned) -> None:
    returned.take_rows([
        answered(accept=["verdict:unclear"]),
        answered(accept=["verdict:unclear"], _annotator_id="flips-bo"),
        answered(accept=["verdict:gold_wrong"], _timestamp=1_795_000_009),
    ])  # fmt: skip
    assert returned.verdicts() == [("1", "flips-ann", "gold_wrong"), ("1", "flips-bo", "unclear")]
    assert len(returned.history()) == 3


def test_keys_in_meta_alone_and_the_session_for_a_name(returned: Returned) -> None:
    task = answered(accept=["verdict:unclear"])
    kept = {key: value for key, value in task.items() if key not in item("1") or key == "text"}
    returned.take_rows([{**kept, "meta": item("1"), "_annotator_id": None}])
    assert returned.verdicts() == [("1", "flips-ann", "unclear")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"answer": None}, "export with db-out"),
        ({"answer": "yes"}, "'yes' is none of accept, reject, ignore"),
        ({"accept": ["verdict:unclear", "verdict:gold_wrong"]}, "at once"),
        ({"accept": "stop"}, "no list"),
        ({"spans": [{"start": 1}]}, "no span"),
        ({"_timestamp": "soon"}, "no time in seconds"),
        ({"_timestamp": 1e300}, "no time in seconds"),
        ({"_annotator_id": None, "_session_id": None, "accept": ["verdict:unclear"]}, "--annotator"),
    ],
)
def test_what_cannot_be_read_is_rejected(returned: Returned, changed: dict[str, Any], reason: str) -> None:
    report = returned.take_rows([answered(**changed)])
    assert reason in report.rejections[0].reason
