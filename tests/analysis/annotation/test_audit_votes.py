"""Votes on drawn utterances: the majority, and verdicts on flips that count only where the draw put them there."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.audit_sample import STRATA
from analysis.annotation.audit_votes import Vote, count_votes, label_of
from analysis.annotation.estimate import JudgedStratum, Label
from loaders.schema import Verdict


@pytest.mark.parametrize(
    ("verdicts", "label"),
    [
        (["gold_right"], "right"),
        (["candidate_wrong"], "right"),
        (["both_acceptable", "gold_right"], "right"),
        (["gold_wrong", "gold_right", "gold_wrong"], "wrong"),
        (["gold_wrong", "candidate_wrong"], "unclear"),
        (["unclear", None], "unclear"),
        ([None], None),
        ([], None),
    ],
)
def test_more_than_half_decide(verdicts: list[Verdict | None], label: Label | None) -> None:
    assert label_of(verdicts) == label


VOTES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.none() | st.builds(Vote, st.sampled_from(["right", "wrong", "unclear"]), st.booleans()),
    ),
    max_size=30,
)


@given(VOTES)
def test_votes_are_counted_as_by_a_plain_look_at_what_was_drawn_before(drawn: list[tuple[int, Vote | None]]) -> None:
    strata, votes = [one for one, _ in drawn], [vote for _, vote in drawn]
    counted: Counter[tuple[int, Label]] = Counter()
    left_out = 0
    for place, (stratum, vote) in enumerate(drawn):
        before = [one for other, one in drawn[:place] if other == stratum]
        if vote is not None and vote.chosen and None in before:
            left_out += 1
        elif vote is not None:
            counted[stratum, vote.label] += 1
    found, n_left_out = count_votes((40, 50, 60, 70), strata, votes)
    assert n_left_out == left_out
    assert found == tuple(
        JudgedStratum(
            *(name, size, strata.count(number)),
            *(counted[number, label] for label in ("right", "wrong", "unclear")),
        )
        for number, (name, size) in enumerate(zip(STRATA, (40, 50, 60, 70), strict=True))
    )
    assert sum(one.n_judged + one.n_unclear for one in found) + left_out == sum(vote is not None for vote in votes)


def test_a_complete_sample_counts_every_verdict_on_a_flip() -> None:
    found, n_left_out = count_votes((5, 0, 0, 5), [0, 3, 3], [Vote("wrong", True), Vote("right"), Vote("right", True)])
    assert n_left_out == 0
    assert [(one.n_right, one.n_wrong, one.n_open) for one in found] == [(0, 1, 0), (0, 0, 0), (0, 0, 0), (2, 0, 0)]
