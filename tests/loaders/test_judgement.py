"""Which of all that was said holds: held against a plain replay of what people did."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.judgement import JudgedPair, Judgement, current_of, withdrawn_ids
from loaders.judgement_text import as_utc, checked_note
from loaders.schema import Verdict

PAIR = JudgedPair("e", "e1", "v1", "b1", "v2", "c1")


def said(
    row_id: int,
    utterance_id: str = "1",
    annotator: str = "Ann",
    verdict: Verdict | None = "candidate_wrong",
    at: str = "2026-11-28T08:00:00.000+00:00",
    withdraws: int | None = None,
    stands_for: tuple[str, ...] = (),
) -> Judgement:
    return Judgement(
        *(PAIR, "de-DE", utterance_id, "sha", annotator, verdict),
        judged_at=at,
        withdraws=withdraws,
        stands_for=stands_for,
        id=row_id,
    )


def held(history: list[Judgement]) -> list[tuple[str, str, Verdict | None, str | None]]:
    return [(one.utterance_id, one.annotator, one.verdict, one.folded_into) for one in current_of(history)]


def test_nothing_said_nothing_holds() -> None:
    assert current_of([]) == ()


def test_the_latest_of_each_annotator_on_each_utterance_holds() -> None:
    history = [
        said(1),
        said(2, annotator="Bo", verdict="unclear"),
        said(3, utterance_id="2"),
        said(4, verdict="gold_wrong", at="2026-11-28T09:00:00.000+00:00"),
    ]
    assert held(history) == [
        ("1", "Ann", "gold_wrong", None),
        ("1", "Bo", "unclear", None),
        ("2", "Ann", "candidate_wrong", None),
    ]


def test_what_was_judged_earlier_does_not_hold_for_being_recorded_later() -> None:
    history = [said(1, verdict="gold_wrong"), said(2, at="2026-11-28T07:00:00.000+00:00")]
    assert held(history) == [("1", "Ann", "gold_wrong", None)]


def test_of_one_moment_what_was_recorded_later_holds() -> None:
    assert held([said(1), said(2, verdict="unclear")]) == [("1", "Ann", "unclear", None)]


def test_a_withdrawn_judgement_lets_the_one_before_hold_again() -> None:
    history = [said(1), said(2, verdict="unclear"), said(3, verdict=None, withdraws=2)]
    assert held(history) == [("1", "Ann", "candidate_wrong", None)]
    assert held([*history, said(4, verdict=None, withdraws=3)]) == [("1", "Ann", "unclear", None)]
    assert held([*history, said(4, verdict=None, withdraws=1)]) == []


def test_two_spellings_of_a_name_are_one_annotator() -> None:
    assert held([said(1), said(2, annotator="ＡＮＮ", verdict="unclear")]) == [("1", "ＡＮＮ", "unclear", None)]


def test_a_judgement_holds_for_every_utterance_that_its_item_stands_for() -> None:
    history = [said(1, stands_for=("2", "3")), said(2, utterance_id="3", verdict="gold_wrong")]
    assert held(history) == [
        ("1", "Ann", "candidate_wrong", None),
        ("2", "Ann", "candidate_wrong", "1"),
        ("3", "Ann", "gold_wrong", None),
    ]
    assert held([*history, said(3, verdict=None, withdraws=1)]) == [("3", "Ann", "gold_wrong", None)]


_STEPS = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from("AB"), st.integers(0, 3), st.integers(1, 12)), max_size=12
)


@given(_STEPS)
def test_what_holds_is_what_a_replay_leaves(steps: list[tuple[str, str, int, int]]) -> None:
    """Hour 0 withdraws the row of that number instead of judging; the replay walks back through the rows."""
    history: list[Judgement] = []
    for row_id, (utterance, annotator, hour, withdraws) in enumerate(steps, 1):
        if hour == 0 and withdraws < row_id:
            history.append(said(row_id, utterance, annotator, None, withdraws=withdraws))
        elif hour:
            history.append(said(row_id, utterance, annotator, at=f"2026-11-28T0{hour}:00:00.000+00:00"))

    def stands(one: Judgement) -> bool:
        return not any(later.withdraws == one.id and stands(later) for later in history)

    expected = set()
    for utterance in "12":
        for annotator in "AB":
            mine = [
                (one.judged_at, one.id)
                for one in history
                if (one.utterance_id, one.annotator) == (utterance, annotator) and one.withdraws is None and stands(one)
            ]
            if mine:
                expected.add(max(mine)[1])
    assert {one.id for one in current_of(history)} == expected
    assert withdrawn_ids(history) == {one.id for one in history if not stands(one)} | {
        one.withdraws for one in history if one.withdraws and stands(one)
    }
    assert current_of(list(reversed(history))) == current_of(history)


@given(st.text())
def test_a_note_is_cleaned_once(note: str) -> None:
    kept = checked_note(note)
    assert checked_note(kept) == kept
    kept.encode()


_TIMES = st.datetimes(
    datetime.datetime(1970, 1, 2), datetime.datetime(2100, 1, 1), timezones=st.just(datetime.UTC)
).map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))


@given(_TIMES, _TIMES, st.integers(-12, 12))
def test_times_stand_in_their_order_as_texts(one: datetime.datetime, other: datetime.datetime, hours: int) -> None:
    elsewhere = one.astimezone(datetime.timezone(datetime.timedelta(hours=hours)))
    texts = as_utc(elsewhere.isoformat()), as_utc(other.isoformat())
    assert datetime.datetime.fromisoformat(texts[0]) == one
    assert (texts[0] < texts[1]) == (one < other)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "0001-01-01T00:00:00+23:00", "1764316800"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        as_utc(text)
