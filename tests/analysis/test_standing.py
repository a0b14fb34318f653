"""Standings and corrected gold by strict majority: every order of the votes, and a plain count."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.standing import STANDINGS, NamedSlots, Opinion, RightGold, majority, right_gold, standing_of
from loaders.schema import VERDICTS, Verdict

VOTES = st.lists(st.sampled_from([*VERDICTS, None]), max_size=7)


@given(VOTES)
def test_a_standing_is_what_more_than_half_of_the_votes_say(votes: list[Verdict | None]) -> None:
    counted = Counter(vote for vote in votes if vote is not None)
    winners = [verdict for verdict, n in counted.items() if n > counted.total() / 2]
    expected = {"candidate_wrong": "confirmed"}.get(winners[0], winners[0]) if winners else "disagreed"
    assert standing_of(votes) == (expected if counted else None)
    assert standing_of(votes) in (*STANDINGS, None)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((), None),
        ((None,), None),
        (("candidate_wrong",), "confirmed"),
        (("candidate_wrong", None), "confirmed"),
        (("gold_wrong", "candidate_wrong"), "disagreed"),
        (("gold_wrong", "gold_wrong", "candidate_wrong"), "gold_wrong"),
        (("gold_wrong", "both_acceptable", "unclear"), "disagreed"),
        (("gold_wrong", "gold_wrong", "unclear", "unclear"), "disagreed"),
    ],
)
def test_a_standing_does_not_depend_on_who_judged_first(votes: tuple[Verdict | None, ...], expected: str) -> None:
    assert {standing_of(order) for order in permutations(votes)} == {expected}


@given(st.lists(st.integers(0, 3), max_size=9))
def test_a_majority_is_more_than_half(votes: list[int]) -> None:
    found = majority(votes)
    assert [vote for vote in set(votes) if 2 * votes.count(vote) > len(votes)] == ([] if found is None else [found])


TIME: NamedSlots = (("time", "five", 11, 15),)
BOTH: NamedSlots = (("day", "monday", 0, 6), *TIME)


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        ([], None),
        ([Opinion("gold_wrong")], None),
        ([Opinion("candidate_wrong", "timer")], None),
        ([Opinion("gold_wrong", "timer")], RightGold("timer", None)),
        ([Opinion("gold_wrong", "timer"), Opinion("candidate_wrong")], None),
        ([Opinion("gold_wrong", "timer"), Opinion("gold_wrong", "alarm")], None),
        ([Opinion("gold_wrong", "timer", TIME), Opinion("gold_wrong", "alarm", TIME)], RightGold(None, TIME)),
        ([Opinion("gold_wrong", slots=BOTH), Opinion("gold_wrong", slots=BOTH[::-1])], RightGold(None, BOTH)),
        ([Opinion("gold_wrong", slots=()), Opinion("gold_wrong")], RightGold(None, ())),
        ([Opinion("gold_wrong", "a"), Opinion("gold_wrong", "a"), Opinion("unclear", "b")], RightGold("a", None)),
    ],
)
def test_gold_is_corrected_where_annotators_agree_what_is_right(
    opinions: list[Opinion], expected: RightGold | None
) -> None:
    assert {right_gold(order) for order in permutations(opinions)} == {expected}
