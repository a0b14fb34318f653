"""NFR after verdicts as a gate judges it: by what annotators excused, but never by a guess from flips that they chose.

The figure is that of `flipscope adjudicate`, from the same functions. It takes the judged flips for a sample of all,
which holds where every flip was judged or chance picked them. Where nobody judged a flip, or chosen ones only, nothing
is excused: the figure is the raw NFR with its interval, and the reason says so. Otherwise one judgement on a flip that
somebody picked would let a release pass.
"""

from collections.abc import Sequence

from analysis.adjudication import AuditSlice, adjudicate
from analysis.adjudication_words import Sample
from analysis.gate.figures import Figure
from analysis.gate.policy import Check
from analysis.traffic_rates import n_effective


def figures_of_slices(check: Check, slices: Sequence[AuditSlice], sample: Sample) -> tuple[Figure, ...]:
    """Return the figures of a check from the slices that `audit` counted with its weight; of all, or of each slice.

    `n` counts every utterance once; the size is the effective one with a weight.
    """
    return tuple(_figure(check, part, sample) for part in slices)


def _figure(check: Check, part: AuditSlice, sample: Sample) -> Figure:
    found = adjudicate(part, check.weight)
    n, n_judged, n_flips = part.counts.whole.n, part.n_judged, part.flips.n
    excuses = n_judged > 0 and (part.complete or sample == "random")
    note = ""
    if not n_judged:
        note = "No flip was judged, so this is the raw NFR." if n_flips else ""
    elif excuses:
        note = f"{n_judged:,} of {n_flips:,} {_flips(n_flips)} judged, {part.excused.n:,} excused."
    elif found.value is not None:
        note = (
            f"{n_judged:,} of {n_flips:,} {_flips(n_flips)} judged, but not all drawn at random, so this is the raw "
            f"NFR: nothing is excused. If those were a random sample, it would be {100 * found.value:.2f} %."
        )
    return Figure(
        values=part.values,
        n=n,
        size=n if check.weight is None else n_effective(part.counts),
        observed=found.value if excuses else found.raw,
        interval=found.interval if excuses else found.raw_interval,
        problem="" if n or check.by else "there is no unit to judge",
        note=note,
    )


def _flips(n: int) -> str:
    return "flip was" if n == 1 else "flips were"
