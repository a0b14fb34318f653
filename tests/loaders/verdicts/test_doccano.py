"""doccano's JSON Lines and zip: who annotated stands in the name of a file, and untouched rows look annotated."""

import io
import json
import zipfile
from typing import Any

import pytest

from tests.loaders.tiny import Record, jsonl
from tests.loaders.verdicts.returned import ADELE, Returned, item

OF_GOLD = {"cats": ["play"], "entities": [[8, 13, "artist"]]}


def record(identity: str = "1", export: str = "x1", **changed: Any) -> dict[str, Any]:
    return {"id": 17, **item(identity, export), "cats": [], "entities": [], "Comments": [], **changed}


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # The same moment each time: two packings of the same files are the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def take_zip(returned: Returned, **options: Any) -> Any:
    files = {
        "ann.jsonl": jsonl([record(cats=["verdict:gold_wrong", "stop"], entities=[[8, 13, "artist"]])]),
        "bo.jsonl": jsonl([record(cats=["verdict:unclear"])]),
    }
    return returned.take(returned.desk.file("project.zip", zipped(files)), **options)


def test_the_name_of_the_file_in_the_zip_is_the_annotator(returned: Returned) -> None:
    assert take_zip(returned).n_new == 2
    assert [(one.annotator, one.verdict, one.new_intent, one.new_slots) for one in returned.current()] == [
        ("ann", "gold_wrong", "stop", (ADELE,)),
        ("bo", "unclear", None, None),
    ]
    assert take_zip(returned).n_known == 2


def test_a_shared_project_does_not_say_who(returned: Returned) -> None:
    rows: list[Record] = [record(cats=["verdict:unclear"])]
    path = returned.desk.file("project.zip", zipped({"all.jsonl": jsonl(rows)}))
    assert "--annotator NAME" in returned.take(path).rejections[0].reason
    assert returned.take(path, annotator="Ann").n_new == 1
    assert returned.take_rows(rows, annotator="Bo").n_new == 1


@pytest.mark.parametrize(("prefill", "sent"), [(None, {}), ("gold", OF_GOLD), ("candidate", {"cats": ["play"]})])
def test_a_row_as_it_was_sent_is_no_judgement(returned: Returned, prefill: str | None, sent: dict[str, Any]) -> None:
    returned.export("x2", prefill=prefill)
    report = returned.take_rows([{**record(export="x2"), **sent}])
    assert (report.n_new, [one.reason for one in report.skipped]) == (0, ["as it was sent: nobody looked at it"])
    with_verdict = {**sent, "cats": [*sent.get("cats", []), "verdict:candidate_wrong"]}
    returned.take_rows([{**record(export="x2"), **with_verdict}], "more.jsonl", annotator="Ann")
    (one,) = returned.current()
    assert (one.verdict, one.derived, one.new_intent, one.new_slots) == ("candidate_wrong", False, None, None)


def test_a_row_that_was_changed_is_a_correction_and_its_verdict_follows(returned: Returned) -> None:
    returned.export("x2", prefill="candidate")
    report = returned.take_rows([{**record(export="x2"), **OF_GOLD}], annotator="Ann")
    (one,) = returned.current()
    assert (one.verdict, one.derived, one.new_intent, one.new_slots) == ("candidate_wrong", True, "play", (ADELE,))
    assert [one.reason for one in report.remarks] == ["derived from the correction: candidate_wrong"]
    assert report.n_derived == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"entities": [{"start_offset": 8, "end_offset": 13, "label": "artist", "id": 3}]},
        {"label": [[8, 13, "artist"]]},
        {"entities": [[9, 14, "artist"]], "text": item("1")["text"]},
    ],
)
def test_spans_in_every_form(returned: Returned, changed: dict[str, Any]) -> None:
    """The last is counted in UTF-16, where in code points it would cut a word."""
    returned.take_rows([record(cats=["verdict:gold_wrong"], **changed)], annotator="Ann")
    assert returned.current()[0].new_slots == (ADELE,)


def test_text_classification_has_its_categories_in_label(returned: Returned) -> None:
    row = {key: value for key, value in record(label=["stop"]).items() if key not in ("cats", "entities")}
    returned.take_rows([row], annotator="Ann")
    (one,) = returned.current()
    assert (one.verdict, one.derived, one.new_intent, one.new_slots) == ("gold_wrong", True, "stop", None)


def test_comments_are_the_note(returned: Returned) -> None:
    comments = ["odd", {"id": 1, "comment": "<i>see</i>"}]
    returned.take_rows([record(cats=["verdict:unclear"], Comments=comments)], annotator="Ann")
    assert returned.current()[0].note == "odd\n<i>see</i>"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"cats": ["verdict:unclear", "verdict:gold_wrong"]}, "unclear, gold_wrong at once"),
        ({"cats": ["a", "b"]}, "at once; keep one"),
        ({"cats": "a"}, "no list"),
        ({"entities": [[1, "b"]]}, "no span"),
        ({"entities": [[4, 99, "artist"]]}, "is not in the text"),
        ({"cats": ["verdict:maybe"]}, "'maybe' is none of"),
    ],
)
def test_what_cannot_be_read_is_rejected(returned: Returned, changed: dict[str, Any], reason: str) -> None:
    report = returned.take_rows([record(**changed)], annotator="Ann")
    assert reason in report.rejections[0].reason


def test_a_zip_of_something_else(returned: Returned) -> None:
    path = returned.desk.file("a.zip", zipped({"readme.txt": json.dumps({}).encode()}))
    with pytest.raises(Exception, match=r"holds no \.jsonl file"):
        returned.take(path)
