"""Parquet files that are damaged, or hold what a text file could not."""

import datetime
import decimal
import io
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, parquet, refusal, without


def table(columns: Mapping[str, pa.Array], **options: object) -> bytes:
    """Return the three utterances without slots as Parquet, with further columns."""
    content = pa.Table.from_pylist(without(UTTERANCES, "slots", *columns))
    for name, values in columns.items():
        content = content.append_column(name, values)
    stream = io.BytesIO()
    pq.write_table(content, stream, **options)
    return stream.getvalue()


@pytest.mark.parametrize("keep", [4, 9, 0.5, 0.99])
def test_a_file_cut_short_is_refused(desk: Desk, keep: float) -> None:
    whole = parquet(UTTERANCES)
    cut = whole[: keep if isinstance(keep, int) else int(keep * len(whole))]
    message = refusal(lambda: desk.add_evalset(cut, "gold.parquet"), desk)
    assert "gold.parquet: not a readable Parquet file (" in message


def test_a_damaged_page_is_refused(desk: Desk) -> None:
    content = bytearray(table({"note": pa.array(["x" * 9] * 3)}, use_dictionary=False))
    content[4:40] = b"\xff" * 36
    damaged = bytes(content)
    assert "gold.parquet" in refusal(lambda: desk.add_evalset(damaged, "gold.parquet"), desk)


def test_a_text_that_is_not_utf_8_is_refused(desk: Desk) -> None:
    latin = pa.array([b"Stra\xdfe"] * 3, pa.binary()).view(pa.string())
    message = refusal(lambda: desk.add_evalset(table({"text": latin}), "gold.parquet"), desk)
    assert "gold.parquet: holds what cannot be read (" in message


def test_a_number_too_large_is_refused(desk: Desk) -> None:
    content = table({"frequency": pa.array([2**63, 1, 1], pa.uint64())})
    message = refusal(lambda: desk.add_evalset(content, "gold.parquet"), desk)
    assert "gold.parquet: holds what cannot be read (Conversion Error" in message


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ([[{"name": "a", "value": 5}]] * 3, "slot 'a': value 5 is not a text"),
        ([[{"name": "a", "value": "b", "start": 0.5, "end": 1.5}]] * 3, "0.5 is not a whole number"),
        ([[{"name": "a", "value": "b", "start": 0}]] * 3, "slot a: give start and end (after it), or neither"),
        ([[{"name": "a", "value": "b", "end": 1}]] * 3, "slot a: give start and end (after it), or neither"),
        ([[{"name": "a"}]] * 3, "slot 'a': value None is not a text"),
        ([[None, {"name": "a", "value": "b"}]] * 3, "a slot without a plain name or value"),
        ([{"name": "a", "value": "b"}] * 3, "{'name': 'a', 'value': 'b'} is not a list of {name, value}"),
        ([7, 8, 9], "7 is not a list of {name, value}"),
    ],
    ids=str,
)
def test_slots_of_another_shape_are_rejected_as_in_any_format(desk: Desk, values: list[object], problem: str) -> None:
    content = table({"slots": pa.array(values)})
    message = refusal(lambda: desk.add_evalset(content, "gold.parquet"), desk)
    assert f"gold.parquet line 1, column 'slots': {problem}" in message


@pytest.mark.parametrize(
    "slots",
    [pa.array([[]] * 3), pa.array([None] * 3), pa.array([[]] * 3, pa.list_(pa.null())), pa.array(["[]", None, "[]"])],
)
def test_columns_without_any_slot_are_read(desk: Desk, slots: pa.Array) -> None:
    assert desk.add_evalset(table({"slots": slots})).n_slots == 0


def test_slots_with_fields_in_another_order_and_more_of_them_are_read(desk: Desk) -> None:
    slot = {"end": 4, "value": "stop", "source": "tagger", "start": 0, "name": "a"}
    desk.add_evalset(table({"slots": pa.array([[], [], [slot]])}))
    assert desk.utterances("slots")[2] == ([{"name": "a", "value": "stop", "start": 0, "end": 4}],)


@pytest.mark.parametrize("slots", [pa.array([[]] * 3, pa.list_(pa.null())), pa.array(["[]"] * 3), None])
def test_further_columns_of_any_type_are_kept_as_text(desk: Desk, slots: pa.Array | None) -> None:
    columns = {
        "price": pa.array([decimal.Decimal("1.50")] * 3),
        "at": pa.array([datetime.datetime(2026, 1, 2, 3, 4, 5)] * 3),
        "day": pa.array([datetime.date(2026, 1, 2)] * 3),
        "annotator": pa.array([7] * 3, pa.int16()),
        "partition": pa.array(["test"] * 3).dictionary_encode(),
    } | ({} if slots is None else {"slots": slots})
    desk.add_evalset(table(columns))
    expected = ("1.50", "2026-01-02 03:04:05", "2026-01-02", "7", "test")
    assert desk.utterances('price, "at", "day", annotator, "partition"') == [expected] * 3


@pytest.mark.parametrize("nbest", ['[{"intent": "x", "score": 1}]', [{"intent": "x", "score": 1}]])
def test_n_best_lists_are_read_as_json_text_and_as_lists(desk_with_gold: Desk, nbest: object) -> None:
    desk_with_gold.add_run(parquet([{**record, "nbest": nbest} for record in ANSWERS]))
    assert desk_with_gold.answers("nbest")[0] == ([{"intent": "x", "score": 1.0, "slots": None}],)


def test_files_without_rows_are_refused(desk_with_gold: Desk) -> None:
    empty = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(ANSWERS)).slice(0, 0), empty)
    message = refusal(lambda: desk_with_gold.add_run(empty.getvalue(), file="answers.parquet"), desk_with_gold)
    assert message.endswith("answers.parquet: holds no prediction")
