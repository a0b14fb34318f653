"""Our own tables, filled in by people with spreadsheets."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from loaders.formats.slots import Slot
from loaders.formula_guard import guard
from tests.loaders.tiny import Record, delimited
from tests.loaders.verdicts.returned import ADELE, MUSIC, Returned, row


def guarded(records: Sequence[Record], delimiter: str = ",") -> bytes:
    rows = [{key: guard(value) if isinstance(value, str) else value for key, value in one.items()} for one in records]
    return delimited(rows, delimiter)


def workbook(records: Sequence[Record]) -> bytes:
    book = Workbook()
    book.active.title = "How to"
    sheet = book.create_sheet("Items")
    sheet.append(list(records[0]))
    for one in records:
        sheet.append(list(one.values()))
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


ROWS = [row("1", "candidate_wrong"), row("2"), row("5", "gold_wrong", note="=1+1 <b>")]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("back.csv", guarded(ROWS)),
        ("excel in German.csv", guarded(ROWS, ";")),
        ("back.tsv", guarded(ROWS, "\t")),
        ("bom.csv", b"\xef\xbb\xbf" + guarded(ROWS).replace(b"\n", b"\r\n")),
        ("back.xlsx", workbook(ROWS)),
    ],
)
def test_every_kind_of_table_gives_the_same_judgements(returned: Returned, file: str, content: bytes) -> None:
    report = returned.take(returned.desk.file(file, content))
    assert (report.n_new, report.n_skipped, report.n_rejected, report.refused) == (2, 1, 0, False)
    assert returned.verdicts() == [("1", "Ann", "candidate_wrong"), ("5", "Ann", "gold_wrong")]
    assert [one.note for one in returned.current()] == ["", "=1+1 <b>"]
    assert [str(one).partition(": ")[2] for one in report.skipped] == ["not filled in"]
    assert report.skipped[0].place.line == 3


def test_rows_of_json_lines_too(returned: Returned) -> None:
    assert returned.take_rows(ROWS).n_new == 2


def test_the_guard_against_formulas_is_undone_where_texts_are_compared(returned: Returned) -> None:
    filled = row("5", true_intent="'tis", true_slots="=[artist : 1]+1")
    content = guarded([filled])
    assert b"'=1+1" in content
    assert b"'=[artist" in content
    assert returned.take(returned.desk.file("back.csv", content)).n_new == 1
    (one,) = returned.current()
    assert (one.new_intent, one.new_slots) == ("'tis", (Slot("artist", "1", 1, 2),))


@pytest.mark.parametrize("word", ["Gold wrong", " gold_wrong ", "GOLD-WRONG"])
def test_a_word_is_known_however_it_is_typed(returned: Returned, word: str) -> None:
    returned.take_rows([row("1", word)])
    assert returned.verdicts() == [("1", "Ann", "gold_wrong")]


def test_a_corrected_frame_is_kept_with_the_verdict(returned: Returned) -> None:
    filled = row("1", "gold_wrong", true_intent="stop", true_slots="🎵 spiel [artist : adele] 🎵 laut")
    returned.take_rows([filled])
    (one,) = returned.current()
    assert (one.verdict, one.derived, one.new_intent, one.new_slots) == ("gold_wrong", False, "stop", (ADELE,))


def test_a_verdict_that_its_correction_speaks_against_is_kept_and_remarked_on(returned: Returned) -> None:
    rows = [row("2", "candidate_wrong", true_intent="pause"), row("4", "gold_wrong", true_intent="play")]
    report = returned.take_rows([*rows, row("6", "unclear", true_intent="pause")])
    assert [one.reason for one in report.remarks] == [
        "the verdict is candidate_wrong, but from its correction follows gold_wrong",
        "the verdict is gold_wrong, but from its correction follows candidate_wrong",
    ]
    assert [one.verdict for one in returned.history()] == ["candidate_wrong", "gold_wrong", "unclear"]


@pytest.mark.parametrize(("cell", "slots"), [("[]", ()), (MUSIC, ()), ("", None)])
def test_no_slots_and_nothing_said_of_slots(returned: Returned, cell: str, slots: tuple[Slot, ...] | None) -> None:
    returned.take_rows([row("1", "unclear", true_slots=cell)])
    assert returned.current()[0].new_slots == slots


@pytest.mark.parametrize(
    ("changed", "column_or_reason"),
    [
        ({"verdict": "maybe"}, "'maybe' is none of candidate_wrong, gold_wrong, both_acceptable, unclear"),
        ({"text_sha": "0" * 64}, "not that of the utterance's text"),
        ({"text_sha": ""}, "not that of the utterance's text"),
        ({"text": "another"}, "not the text that was sent"),
        ({"item_id": "i0"}, "does not belong to this utterance"),
        ({"utterance_id": "99"}, "no pair has the utterance '99'"),
        ({"export_id": "x9"}, "no export 'x9'"),
        ({"export_id": ""}, "lacks export_id"),
        ({"annotator": ""}, "--annotator NAME"),
        ({"annotator": "x" * 201}, "201 characters"),
        ({"note": "x" * 10_001}, "10,001 characters"),
        ({"true_slots": "spiel [artist : adele]"}, "is not the text of this item"),
        ({"true_slots": "[artist"}, "not closed"),
        ({"note": ["a"]}, "is no text"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_leaves_no_trace(
    returned: Returned, changed: dict[str, Any], column_or_reason: str
) -> None:
    rows = [row("5", "unclear"), {**row("1", "unclear"), **changed}]
    report = returned.take_rows(rows)
    assert (report.refused, report.n_new, report.n_rejected) == (True, 0, 1)
    (rejection,) = report.rejections
    assert rejection.line == 2
    assert column_or_reason in rejection.reason
    assert returned.history() == ()
    allowed = returned.take_rows(rows, max_rejected=1)
    assert (allowed.refused, allowed.n_new, allowed.n_rejected) == (False, 1, 1)


def test_a_judgement_counts_for_every_utterance_that_asks_the_same(returned: Returned) -> None:
    report = returned.take_rows([row("2", "candidate_wrong", n_folded=2)])
    assert (report.n_new, report.n_utterances) == (1, 2)
    assert [(one.utterance_id, one.folded_into) for one in returned.current()] == [("2", None), ("3", "2")]


def test_importing_again_changes_nothing(returned: Returned) -> None:
    first, again = returned.take_rows(ROWS), returned.take_rows(ROWS)
    assert (first.n_new, first.n_known) == (2, 0)
    assert (again.n_new, again.n_known, again.n_unchanged, again.n_utterances) == (0, 2, 0, 0)
    resaved = returned.take_rows([*ROWS, row("6", "both_acceptable")], "again.jsonl")
    assert (resaved.n_new, resaved.n_known, resaved.n_unchanged) == (1, 0, 2)
    assert len(returned.history()) == 3


def test_an_utterance_that_two_judged_is_counted_once(returned: Returned) -> None:
    report = returned.take_rows([row("1", "unclear", annotator=name) for name in ("Ann", "Bo")])
    assert (report.n_new, report.n_utterances) == (2, 1)


def test_the_same_item_twice_by_one_annotator(returned: Returned) -> None:
    rows = [row("1", "unclear"), row("1", "unclear", annotator="ANN"), row("1", "unclear", annotator="Bo")]
    report = returned.take_rows(rows)
    assert (report.n_new, report.n_skipped) == (2, 1)
    report = returned.take_rows([row("1", "gold_wrong"), row("1", "unclear", annotator=" ann ")], "other.jsonl")
    assert report.rejections[0].reason == "ann judged this item otherwise on line 1; keep one of the two"


def test_an_annotator_is_named_on_the_way(returned: Returned) -> None:
    rows = [
        row("1", "unclear", annotator="1"),
        row("1", "gold_wrong", annotator="2"),
        row("5", "unclear", annotator=""),
    ]
    returned.take_rows(rows, annotator="Cy", names={"1": "Ann"})
    assert returned.verdicts() == [("1", "2", "gold_wrong"), ("1", "Ann", "unclear"), ("5", "Cy", "unclear")]


def test_a_run_that_was_loaded_anew_is_not_what_was_judged(returned: Returned) -> None:
    returned.desk.warehouse.run_path("v2").unlink()
    returned.desk.add_run([{"utterance_id": "1", "locale": "de-DE", "intent": "play", "slots": []}], "v2")
    report = returned.take_rows([row("1", "unclear")])
    assert "candidate 'v2' has another content since the export" in report.rejections[0].reason


def test_a_header_that_names_a_column_twice(returned: Returned) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["item_id", "verdict", "verdict"], ["a", "b", "c"]])
    path = returned.desk.file("back.csv", stream.getvalue().encode())
    with pytest.raises(Exception, match="named twice"):
        returned.take(path)


def test_numbers_that_excel_made_of_ids_are_texts_again(returned: Returned) -> None:
    filled = row("1", "unclear", utterance_id=1, annotator=7)
    returned.take(returned.desk.file("back.xlsx", workbook([filled])))
    assert returned.verdicts() == [("1", "7", "unclear")]


def test_a_workbook_without_our_sheet_and_a_zip_that_is_none(returned: Returned) -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Exception, match="no sheet has a column 'item_id'"):
        returned.take(returned.desk.file("other.xlsx", stream.getvalue()))
    with pytest.raises(Exception, match="cut short or damaged"):
        returned.take(returned.desk.file("cut.xlsx", workbook(ROWS)[:-400]))
    bad = io.BytesIO()
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("xl/workbook.xml", "<no")
    with pytest.raises(Exception, match="cannot be read as an Excel workbook"):
        returned.take(returned.desk.file("bad.xlsx", bad.getvalue()))
