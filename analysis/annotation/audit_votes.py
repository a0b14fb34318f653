"""What was said of the utterances of an audit sample: by strict majority, and only what chance picked.

A verdict that somebody gave on a flip says something of the gold too, but flips were chosen, not drawn. Of a drawn
utterance it counts where every utterance that its stratum drew before was judged as well: then it is there because it
was drawn, and would be whatever was said of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.annotation.audit_sample import STRATA
from analysis.annotation.estimate import JudgedStratum, Label
from analysis.standing import majority
from loaders.schema import Verdict

_LABEL_OF: Final[dict[Verdict, Label]] = {
    "gold_right": "right",
    "gold_wrong": "wrong",
    "unclear": "unclear",
    # The candidate is wrong where gold is right; where both are acceptable gold is one of them.
    "candidate_wrong": "right",
    "both_acceptable": "right",
}


@dataclass(frozen=True, slots=True)
class Vote:
    """What is said of a drawn utterance; `chosen` where it was only judged as a flip."""

    label: Label
    chosen: bool = False


def label_of(verdicts: Iterable[Verdict | None]) -> Label | None:
    """Return what more than half of the annotators say of a gold, unclear where no more than half agree.

    None where nobody gave a verdict.

    >>> label_of(["gold_wrong", "gold_wrong", "unclear"]), label_of(["gold_right", "gold_wrong"]), label_of([None])
    ('wrong', 'unclear', None)
    """
    votes = [_LABEL_OF[verdict] for verdict in verdicts if verdict is not None]
    return (majority(votes) or "unclear") if votes else None


def count_votes(
    sizes: Sequence[int], strata: Sequence[int], votes: Sequence[Vote | None]
) -> tuple[tuple[JudgedStratum, ...], int]:
    """Count the votes of a sample by stratum, and how many verdicts on flips do not count yet.

    `strata` and `votes` are those of the drawn utterances in the order drawn, None where nothing was said.
    """
    counts = [dict[Label, int](right=0, wrong=0, unclear=0) for _ in sizes]
    n_drawn, complete, n_left_out = [0] * len(sizes), [True] * len(sizes), 0
    for stratum, vote in zip(strata, votes, strict=True):
        n_drawn[stratum] += 1
        if vote is None:
            complete[stratum] = False
        elif vote.chosen and not complete[stratum]:
            n_left_out += 1
        else:
            counts[stratum][vote.label] += 1
    found = (
        JudgedStratum(name, size, n, one["right"], one["wrong"], one["unclear"])
        for name, size, n, one in zip(STRATA, sizes, n_drawn, counts, strict=True)
    )
    return tuple(found), n_left_out
