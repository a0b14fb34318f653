"""Adjudicated NFR in a sentence, and what it rests on."""

from typing import Literal

from analysis.adjudication import AuditSlice, adjudicate

Sample = Literal["random", "chosen"]
"""How the judged flips were picked: all drawn at random from all flips, or in whatever other way."""

CHOSEN: str = (
    "The judged flips were not all drawn at random, so those that nobody judged may differ: most traffic first, one "
    "page of a list, or a filter shows other flips than chance does. Export a random sample for a number that holds."
)


def say_adjudicated(part: AuditSlice, weight: str | None = None, sample: Sample = "random") -> str:
    """Say what NFR is and what is left of it; "" where nothing was judged or there is nothing.

    Flips that chance picked stand for all. Of others only the bounds hold: all that nobody judged count, or none does.

    >>> from analysis.traffic import Mass, TrafficCounts
    >>> counts = TrafficCounts(Mass(2934, 2934, 2934.0), Mass(40, 40, 40.0), Mass(), Mass())
    >>> judged = {"confirmed": Mass(14, 14, 14.0), "gold_wrong": Mass(6, 6, 6.0)}
    >>> say_adjudicated(AuditSlice("frame", {}, counts, judged))
    'NFR 1.34 % raw, 0.94 % after 20 of 40 flips were judged (95 % CI 0.65 to 1.15 %): 6 do not count against the \
candidate.'
    >>> say_adjudicated(AuditSlice("frame", {}, counts, judged), sample="chosen")
    'NFR 1.34 % raw, at most 1.14 % after 20 of 40 flips were judged (at least 0.47 %): 6 do not count against the \
candidate.'
    """
    if not part.n_judged:
        return ""
    found = adjudicate(part, weight)
    if found.raw is None or found.value is None:
        return ""
    name = "NFR" if weight is None else "NFR by traffic"
    flips = "flip was" if part.flips.n == 1 else "flips were"
    left = _of(found.value)
    if found.exact:
        judged = f"after all {part.flips.n:,} {flips} judged" if part.flips.n > 1 else "after the one flip was judged"
    elif sample == "chosen" and part.bounds is not None:
        left = f"at most {_of(part.bounds.high)}"
        judged = f"after {part.n_judged:,} of {part.flips.n:,} {flips} judged (at least {_of(part.bounds.low)} %)"
    else:
        low, high = (None, None) if found.interval is None else (found.interval.low, found.interval.high)
        sure = "too few to say how surely" if low is None or high is None else f"95 % CI {_of(low)} to {_of(high)} %"
        judged = f"after {part.n_judged:,} of {part.flips.n:,} {flips} judged ({sure})"
    n = part.excused.n
    excused = f"{n:,} {'does' if n == 1 else 'do'} not count" if n else "none of them stops counting"
    return f"{name} {_of(found.raw)} % raw, {left} % {judged}: {excused} against the candidate."


def say_sample(part: AuditSlice, sample: Sample) -> str:
    """Say what the judged flips do not tell; "" where every flip or none was judged, or chance picked them."""
    return "" if part.complete or not part.n_judged or sample == "random" else CHOSEN


def _of(rate: float) -> str:
    return f"{100 * rate:.2f}"
