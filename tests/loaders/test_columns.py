"""Columns: named otherwise, further ones, and names that cannot be."""

from collections.abc import Callable, Sequence

import pytest

from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, delimited, jsonl, parquet, refusal, without

Writer = Callable[[Sequence[Record]], bytes]
each_format = pytest.mark.parametrize("write", [jsonl, delimited, parquet])


def renamed(records: Sequence[Record], **names: str) -> list[Record]:
    return [{names.get(name, name): value for name, value in record.items()} for record in records]


@each_format
def test_mapped_columns_are_read_under_our_names(desk: Desk, write: Writer) -> None:
    desk.add_evalset(
        write(renamed(UTTERANCES, utterance_id="uid", slots="entities")),
        mapping={"utterance_id": "uid", "slots": "entities"},
    )
    assert desk.utterances("utterance_id, n_slots") == [("1", 1), ("2", 2), ("3", 0)]


@each_format
def test_a_mapped_column_takes_the_place_of_the_one_that_has_its_name(desk_with_gold: Desk, write: Writer) -> None:
    guesses = [{**record, "guess": record["intent"], "intent": "gold"} for record in ANSWERS]
    desk_with_gold.add_run(write(guesses), mapping={"intent": "guess"})
    assert desk_with_gold.answers("intent") == [("alarm_set",), ("music_play",), ("alarm_set",)]


@each_format
def test_a_mapped_column_that_is_not_there_is_refused(desk: Desk, write: Writer) -> None:
    content = write(UTTERANCES)
    message = refusal(lambda: desk.add_evalset(content, mapping={"intent": "guess\n"}), desk)
    assert "no column 'guess\\n' for --column intent=guess\\n; it has domain, locale, slots" in message


@each_format
@pytest.mark.parametrize("column", ["utterance_id", "locale", "domain", "intent", "text"])
def test_an_evalset_without_a_required_column_is_refused(desk: Desk, write: Writer, column: str) -> None:
    content = write(without(UTTERANCES, column))
    message = refusal(lambda: desk.add_evalset(content), desk)
    assert f"no column '{column}'; it has " in message
    assert f"--column {column}=YOURS" in message


@each_format
@pytest.mark.parametrize("column", ["utterance_id", "intent"])
def test_a_run_without_a_required_column_is_refused(desk_with_gold: Desk, write: Writer, column: str) -> None:
    content = write(without(ANSWERS, column))
    assert f"no column '{column}'" in refusal(lambda: desk_with_gold.add_run(content), desk_with_gold)


@each_format
def test_further_columns_are_kept_as_text(desk: Desk, write: Writer) -> None:
    extra = {"channel": "phone", "n_turns": 3, "share": 0.5, "ok": True, "tags": ["a", "b"], "odd \"name'; --": "x"}
    manifest = desk.add_evalset(write([{**record, **extra} for record in UTTERANCES]))
    truth = "True" if write is delimited else "true"
    tags = '["a", "b"]' if write is delimited else '["a","b"]'
    assert manifest.extra_columns == tuple(extra)
    assert desk.utterances('channel, n_turns, share, ok, tags, "odd ""name\'; --"') == [
        ("phone", "3", "0.5", truth, tags, "x")
    ] * len(UTTERANCES)


def test_a_further_column_that_starts_late_is_null_before(desk: Desk) -> None:
    desk.add_evalset([UTTERANCES[0], {**UTTERANCES[1], "channel": "phone"}, UTTERANCES[2]])
    assert desk.utterances("channel") == [(None,), ("phone",), (None,)]


def test_further_columns_of_a_run_are_passed_over(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run([{**record, "row": 1, "baseline_x": 2, "\n": 3} for record in ANSWERS])
    assert desk_with_gold.answers("columns(*)")[0][:1] == ("alarm_set",)


@each_format
@pytest.mark.parametrize(
    "column", ["row", "rowid", "ROWID", "n_slots", "baseline_x", "Candidate_intent", "source_line", "gold_value"]
)
def test_names_that_flipscope_needs_are_refused(desk: Desk, write: Writer, column: str) -> None:
    content = write([{**record, column: "x"} for record in UTTERANCES])
    message = refusal(lambda: desk.add_evalset(content, "gold"), desk)
    assert f"gold, column '{column}': flipscope needs this name itself" in message
    assert f"--column other_name={column}" in message


def test_a_name_that_flipscope_needs_can_be_mapped_away(desk: Desk) -> None:
    desk.add_evalset([{**record, "row": "x"} for record in UTTERANCES], mapping={"their_row": "row"})
    assert desk.utterances("their_row") == [("x",)] * 3


@pytest.mark.parametrize("column", ["", " ", "a\nb", "\x1b[31m", "\x1f"])
def test_names_that_cannot_be_shown_are_refused(desk: Desk, column: str) -> None:
    records = [{**record, column: "x"} for record in UTTERANCES]
    message = refusal(lambda: desk.add_evalset(records), desk)
    assert f"gold.jsonl, column {column!r}: not a name" in message


@pytest.mark.parametrize("write", [jsonl, delimited])
def test_names_that_differ_in_case_only_are_refused(desk: Desk, write: Writer) -> None:
    content = write([{"Channel": "a", **record, "channel": "b"} for record in UTTERANCES])
    message = refusal(lambda: desk.add_evalset(content, "gold"), desk)
    assert "gold, column 'channel': differs from 'Channel' in case only; rename one" in message


def test_parquet_columns_that_differ_in_case_only_are_numbered(desk: Desk) -> None:
    manifest = desk.add_evalset(parquet([{"Channel": "a", **record, "channel": "b"} for record in UTTERANCES]))
    assert manifest.extra_columns == ("Channel", "channel_1")


def test_a_required_name_in_other_case_is_refused(desk: Desk) -> None:
    message = refusal(lambda: desk.add_evalset(renamed(UTTERANCES, intent="Intent")), desk)
    assert "column 'Intent': differs from 'intent' in case only" in message


def test_too_many_further_columns_are_refused(desk: Desk) -> None:
    records = [{**record, **{f"c{n}": "x" for n in range(300)}} for record in UTTERANCES]
    message = refusal(lambda: desk.add_evalset(records), desk)
    assert "more than 200 further columns; leave out what is no slice" in message


def test_of_very_many_columns_the_first_are_named(desk_with_gold: Desk) -> None:
    records = [{f"c{n:03}": "x" for n in range(300)}]
    message = refusal(lambda: desk_with_gold.add_run(records), desk_with_gold)
    assert "it has c000, c001, " in message
    assert "c019 and 280 more; name yours" in message


@pytest.mark.parametrize("column", ["first_line", "occurrence", "problem", "key", "s", "k", "chosen", "select"])
def test_names_of_the_loader_s_own_queries_are_free(desk: Desk, column: str) -> None:
    records = [{**record, column: "x"} for record in (*UTTERANCES, UTTERANCES[0])]
    assert desk.add_evalset(records, max_rejected=1).n_rejected == 1
    assert desk.utterances(f'"{column}"') == [("x",)] * 3
