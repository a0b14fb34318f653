"""What the others of a request agree on, against a plain loop."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.others_vote import FEWEST_VOTES, vote_of_others
from tests.analysis.annotation.labelled import gold, golds_of

Utterance = tuple[str | None, str | None, int]
utterances = st.lists(
    st.tuples(st.sampled_from(["p1", "p2", None]), st.sampled_from(["a1", "a2", "a3", None]), st.integers(0, 3)),
    max_size=14,
)


def plain(rows: list[Utterance], named: bool) -> list[int]:
    voted = []
    for place, (request, who, _) in enumerate(rows):
        others = Counter(
            label
            for other, (their, name, label) in enumerate(rows)
            if request is not None and their == request and other != place and (not named or who is None or name != who)
        )
        agreed = [label for label, n in others.items() if n >= FEWEST_VOTES and 2 * n > others.total()]
        voted.append(agreed[0] if agreed else -1)
    return voted


@given(utterances, st.booleans())
def test_each_utterance_by_a_plain_loop(rows: list[Utterance], named: bool) -> None:
    golds = golds_of(
        [gold(f"text {i}", parallel_id=request, annotator=who) for i, (request, who, _) in enumerate(rows)],
        further=("parallel_id", "annotator") if named else ("parallel_id",),
    )
    labels = np.array([label for _, _, label in rows], dtype=np.int64)
    assert vote_of_others(golds, labels).tolist() == plain(rows, named)


def test_without_requests_nobody_votes() -> None:
    assert vote_of_others(golds_of([gold("text")]), np.array([3])).tolist() == [-1]
