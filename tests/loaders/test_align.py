"""A run meets its evaluation set by key; nothing is joined by position, nothing is dropped in silence."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from loaders import ranges
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, delimited, jsonl, parquet, refusal, without

Writer = Callable[[Sequence[Record]], bytes]
MANY = [{**UTTERANCES[2], "utterance_id": f"u{n}", "locale": ["en", "de", "fr"][n % 3]} for n in range(3000)]
SAID = [{"utterance_id": r["utterance_id"], "locale": r["locale"], "intent": f"i{n}"} for n, r in enumerate(MANY)]
IN_ORDER = [(False, record["intent"]) for record in SAID]


def answered(desk: Desk) -> list[tuple[Any, ...]]:
    return [(*score, *answer) for score, answer in zip(desk.scores("missing"), desk.answers("intent"), strict=True)]


@pytest.fixture
def many(desk: Desk) -> Desk:
    desk.add_evalset(parquet(MANY))
    return desk


@pytest.mark.parametrize("write", [jsonl, delimited, parquet])
@pytest.mark.parametrize("columns", [(), ("locale",)], ids=["by locale", "by id"])
def test_any_order_is_brought_to_that_of_the_evalset(many: Desk, write: Writer, columns: tuple[str, ...]) -> None:
    swapped = [*SAID[:-2], SAID[-1], SAID[-2]]
    for number, rows in enumerate((SAID, random.Random(7).sample(SAID, len(SAID)), swapped)):
        alignment = many.add_run(write(without(rows, *columns)), f"r{number}").alignment
        assert (alignment.n_rows, alignment.n_matched, alignment.n_missing) == (3000, 3000, 0)
        assert many.answers("intent", f"r{number}") == [(intent,) for _, intent in IN_ORDER]


def test_a_large_file_worked_on_in_two_halves_gives_the_same(many: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "_WORTH_CUTTING", 1000)
    many.add_run(parquet(SAID))
    assert answered(many) == IN_ORDER
    shuffled = [*SAID[:2000], *reversed(SAID[2000:])]
    many.add_run(parquet(shuffled), "shuffled")
    assert many.answers(name="shuffled") == many.answers()
    assert many.scores(name="shuffled") == many.scores()


def test_missing_predictions_are_null_and_counted(many: Desk) -> None:
    alignment = many.add_run(SAID[10:]).alignment
    assert (alignment.n_matched, alignment.n_missing) == (2990, 10)
    assert alignment.missing_examples == ("u0", "u1", "u2", "u3", "u4")
    assert answered(many) == [(True, None)] * 10 + IN_ORDER[10:]


def test_unknown_predictions_are_left_out_and_counted(many: Desk) -> None:
    strangers = [{**SAID[0], "utterance_id": "x"}, {**SAID[0], "locale": "xx"}]
    alignment = many.add_run([strangers[0], *SAID, strangers[1]]).alignment
    assert (alignment.n_rows, alignment.n_matched, alignment.n_unknown) == (3002, 3000, 2)
    assert alignment.unknown_examples == ("x", "u0")
    assert answered(many) == IN_ORDER


@pytest.mark.parametrize("write", [jsonl, parquet])
def test_of_duplicates_the_first_counts(many: Desk, write: Writer) -> None:
    later = [{**record, "intent": "later"} for record in SAID[:7]]
    alignment = many.add_run(write([*SAID, *later])).alignment
    assert (alignment.n_matched, alignment.n_duplicates, alignment.duplicate_counted) == (3000, 7, "first")
    assert set(alignment.duplicate_examples) <= {record["utterance_id"] for record in later}
    assert answered(many) == IN_ORDER


def test_a_duplicate_that_makes_up_for_a_missing_one_is_seen(many: Desk) -> None:
    alignment = many.add_run([*SAID[:-1], SAID[0]]).alignment
    assert (alignment.n_rows, alignment.n_missing, alignment.n_duplicates) == (3000, 1, 1)
    assert answered(many) == [*IN_ORDER[:-1], (True, None)]


def test_a_duplicate_counts_where_the_first_was_rejected(desk_with_gold: Desk) -> None:
    rows = [{**ANSWERS[0], "confidence": 7}, {**ANSWERS[0], "intent": "second"}, *ANSWERS[1:]]
    alignment = desk_with_gold.add_run(rows, max_rejected=1).alignment
    assert (alignment.n_rows, alignment.n_duplicates, alignment.n_rejected) == (3, 0, 1)
    assert desk_with_gold.answers("intent")[0] == ("second",)


def test_a_row_with_a_locale_is_held_to_it_though_others_have_none(desk_with_gold: Desk) -> None:
    rows = [{**ANSWERS[0], "locale": "fr-FR"}, *without(ANSWERS[1:], "locale")]
    alignment = desk_with_gold.add_run(rows).alignment
    assert (alignment.n_matched, alignment.unknown_examples, alignment.missing_examples) == (2, ("1",), ("1",))


def test_rows_in_order_with_and_without_locales_match(desk_with_gold: Desk) -> None:
    alignment = desk_with_gold.add_run([ANSWERS[0], *without(ANSWERS[1:], "locale")]).alignment
    assert (alignment.n_matched, alignment.n_unknown) == (3, 0)


def test_ids_that_repeat_across_locales_need_the_locale(desk: Desk) -> None:
    desk.add_evalset([*UTTERANCES, {**UTTERANCES[0], "locale": "de-DE"}])
    rows = [ANSWERS[0], *without(ANSWERS[1:], "locale")]
    message = refusal(lambda: desk.add_run(rows), desk)
    assert "answers.jsonl, column 'locale': missing in 2 rows, and ids of evalset 'e' repeat" in message
    assert "give each row its locale" in message


def test_a_run_of_another_evalset_is_refused(many: Desk) -> None:
    message = refusal(lambda: many.add_run(ANSWERS), many)
    assert "none of its 3 predictions belongs to evalset 'e' (the first is '1')" in message
    assert "is it a run of another evalset, or keyed by another column?" in message


@pytest.mark.parametrize("policy", ["error", "drop"])
def test_the_policy_for_missing_predictions_is_recorded(desk_with_gold: Desk, policy: str) -> None:
    assert desk_with_gold.add_run(ANSWERS[:1], missing=policy).missing_policy == policy
    assert desk_with_gold.scores("missing, frame_correct") == [(False, True), (True, False), (True, False)]


def test_rejected_rows_are_missing_ones(desk_with_gold: Desk) -> None:
    rows: list[Record | str] = [ANSWERS[0], {**ANSWERS[1], "confidence": 2}, "{", ANSWERS[2]]
    alignment = desk_with_gold.add_run(rows, max_rejected=2).alignment
    assert (alignment.n_rows, alignment.n_missing, alignment.n_rejected) == (2, 1, 2)
    assert alignment.missing_examples == ("2",)
