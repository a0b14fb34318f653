"""Labels of drawn utterances: the majority, and what waits until all that was drawn before is judged."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.audit_sample import STRATA
from analysis.annotation.audit_votes import count_labels, label_of
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


DRAWN = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([None, "right", "wrong", "unclear"])), max_size=30)


@given(DRAWN)
def test_labels_are_counted_as_by_a_plain_look_at_what_was_drawn_before(drawn: list[tuple[int, Label | None]]) -> None:
    strata, labels = [one for one, _ in drawn], [label for _, label in drawn]
    counted: Counter[tuple[int, str]] = Counter()
    for place, (stratum, label) in enumerate(drawn):
        before = [one for other, one in drawn[:place] if other == stratum]
        if label is not None:
            counted[stratum, "waiting" if None in before else label] += 1
    found = count_labels((40, 50, 60, 70), strata, labels)
    assert found == tuple(
        JudgedStratum(
            *(name, size, strata.count(number)),
            *(counted[number, label] for label in ("right", "wrong", "unclear", "waiting")),
        )
        for number, (name, size) in enumerate(zip(STRATA, (40, 50, 60, 70), strict=True))
    )
    assert sum(one.n_open for one in found) == labels.count(None)


def test_of_a_stratum_what_was_drawn_first_counts_and_the_rest_waits() -> None:
    found = count_labels((5, 0, 0, 9), [0, 3, 3, 3, 3], ["wrong", "right", None, "wrong", "unclear"])
    assert [(one.n_right, one.n_wrong, one.n_unclear, one.n_waiting, one.n_open) for one in found] == [
        *((0, 1, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        (1, 0, 0, 2, 1),
    ]
