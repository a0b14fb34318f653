"""What was said of the utterances of an audit sample: by strict majority, and only where chance picked who is counted.

A judgement counts once every utterance that its stratum drew before is judged as well. So of each stratum the first
drawn ones are counted, which are a random sample however many they are. Whatever was judged for another reason, as a
flip or a suspect, and whatever came back first because it was easy, waits for its turn: counted at once it would make
the sample one of flips, suspects, or easy ones.
"""

from collections.abc import Iterable, Sequence
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


def label_of(verdicts: Iterable[Verdict | None]) -> Label | None:
    """Return what more than half of the annotators say of a gold, unclear where no more than half agree.

    None where nobody gave a verdict.

    >>> label_of(["gold_wrong", "gold_wrong", "unclear"]), label_of(["gold_right", "gold_wrong"]), label_of([None])
    ('wrong', 'unclear', None)
    """
    votes = [_LABEL_OF[verdict] for verdict in verdicts if verdict is not None]
    return (majority(votes) or "unclear") if votes else None


def count_labels(
    sizes: Sequence[int], strata: Sequence[int], labels: Sequence[Label | None]
) -> tuple[JudgedStratum, ...]:
    """Count the labels of a sample by stratum.

    `strata` and `labels` are those of the drawn utterances in the order drawn, None where nobody judged one.
    """
    counts = [dict[Label, int](right=0, wrong=0, unclear=0) for _ in sizes]
    n_drawn, n_waiting, complete = [0] * len(sizes), [0] * len(sizes), [True] * len(sizes)
    for stratum, label in zip(strata, labels, strict=True):
        n_drawn[stratum] += 1
        if label is None:
            complete[stratum] = False
        elif complete[stratum]:
            counts[stratum][label] += 1
        else:
            n_waiting[stratum] += 1
    return tuple(
        JudgedStratum(name, size, drawn, one["right"], one["wrong"], one["unclear"], waiting)
        for name, size, drawn, one, waiting in zip(STRATA, sizes, n_drawn, counts, n_waiting, strict=True)
    )
