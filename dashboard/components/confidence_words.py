"""What the Confidence page says, from counts alone; nothing here speaks of chance."""

from collections.abc import Sequence
from html import escape
from typing import Final

from analysis.calibration import Reliability
from analysis.confidence_shift import ShiftCounts
from analysis.derived import SWING
from analysis.gold_swing import FLIPS, SwingCounts
from dashboard import wording
from dashboard.components.count_link import count_link
from dashboard.figures.reliability import gap_in_points
from dashboard.state import FlipFilter, View

Runs = tuple[tuple[str, Reliability], tuple[str, Reliability]]
"""Name and reliability of the baseline, then of the candidate."""

_COLUMNS: Final = (
    ("n_near_boundary", wording.SWING_LABELS["near_boundary"], "moved by 10 pp at most"),
    ("n_between", wording.SWING_LABELS["between"], "moved by more than 10 and less than 50 pp"),
    ("n_large_swing", wording.SWING_LABELS["large_swing"], "moved by 50 pp or more"),
    (
        "n_unknown",
        wording.SWING_LABELS["unknown"],
        "no confidence, or the gold intent is not in the n-best list of the wrong answer",
    ),
    ("n_intent_kept", wording.SWING_LABELS["intent_kept"], "the intent did not flip, so its confidence says nothing"),
)


def title_of(runs: Runs) -> str:
    """Return the title: which run's confidence fits its answers better, or who has none."""
    (baseline, before), (candidate, after) = runs
    silent = [name for name, found in runs if not found.n]
    if silent:
        return f"{wording.listed(silent)} {'gives' if len(silent) == 1 else 'give'} no confidence."
    error, other = (gap_in_points(found.ece) for found in (after, before))
    if error == other:
        return f"{candidate} and {baseline} know equally well how sure to be."
    better = (after.ece or 0.0) < (before.ece or 0.0)
    return f"{candidate}’s confidence is {'closer to' if better else 'farther from'} its accuracy than {baseline}’s."


def lede_of(runs: Runs) -> str:
    """Return the sentence below the title as HTML."""
    (baseline, before), (candidate, after) = runs
    if not before.n or not after.n:
        return "How the confidence changed on the flips cannot be told; this is what one run says alone."
    return (
        f"Calibration error (ECE), how far confidence and accuracy lie apart: <b>{gap_in_points(after.ece)}</b> for "
        f"<bdi>{escape(candidate)}</bdi> against <b>{gap_in_points(before.ece)}</b> for <bdi>{escape(baseline)}</bdi>, "
        f"judged by {wording.UNIT_LABELS[after.unit].lower()}. No test is made of it: the difference could be chance."
    )


def reliability_line(found: Reliability) -> str:
    """Return what stands over a reliability figure: ECE, how sure, how often right, on how many."""
    things = "requests (traffic)" if found.weight else "utterances"
    said = (
        f"ECE {gap_in_points(found.ece)} · sure of {wording.percent(found.mean_confidence)} on average, "
        f"right in {wording.percent(found.accuracy)} of {wording.count(found.n)} {things}"
    )
    if found.n_without_confidence:
        said += f"; {wording.count(found.n_without_confidence)} without a confidence left out"
    return f"{said}."


def shift_line(shifts: Sequence[ShiftCounts]) -> str:
    """Return what stands over the figure of the shifts: of what they are, and what is left out."""
    of = {part.outcome: part for part in shifts}
    n_broke, n_fixed = (of[outcome].n if outcome in of else 0 for outcome in FLIPS)
    said = (
        "The candidate's confidence in its answer minus the baseline's in its own: share of the "
        f"{wording.count(n_broke)} that broke and of the {wording.count(n_fixed)} that were fixed"
    )
    without = sum(of[outcome].n_without_confidence for outcome in FLIPS if outcome in of)
    if without:
        said += f"; {wording.plural(without, 'flip')} without a confidence in both runs left out"
    return f"{said}."


def swing_table(swings: Sequence[SwingCounts], view: View) -> str:
    """Return the flips by their swing as an HTML table; a column that counts nothing is left out.

    Each count leads to the utterances behind it.
    """
    shown = [column for column in _COLUMNS if any(getattr(swing, column[0]) for swing in swings)]
    heads = "".join(f'<th scope="col" title="{meaning}">{head}</th>' for _, head, meaning in shown)
    rows = "".join(
        f'<tr><th scope="row" class="{tone}">{wording.count(swing.n)} {word}</th>{_cells(swing, shown, view)}</tr>'
        for outcome, word, tone in (("negative_flip", "broke", "broke"), ("positive_flip", "fixed", "fixed"))
        for swing in swings
        if swing.outcome == outcome
    )
    return f'<table class="swings tabular"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _cells(swing: SwingCounts, shown: Sequence[tuple[str, str, str]], view: View) -> str:
    numbers = [(name, getattr(swing, name)) for name, _, _ in shown]
    return "".join(
        f'<td>{_link(swing, name, n, view)} <span class="muted">{wording.percent(n / swing.n, 0)}</span></td>'
        for name, n in numbers
    )


def _link(swing: SwingCounts, part: str, n: int, view: View) -> str:
    return count_link(n, view, FlipFilter((swing.outcome,), ((SWING, (part.removeprefix("n_"),)),)))
