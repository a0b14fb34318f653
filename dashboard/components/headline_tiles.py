"""The tiles of the Overview, from the counts of one unit."""

from analysis import metrics
from analysis.counts import FlipCounts
from dashboard import wording
from dashboard.components.tiles import Tile
from loaders.schema import Unit

_EXPLAINED = {metric.name: f"{metric.explanation} {metric.formula}" for metric in metrics.METRICS}


def headline_tiles(counts: FlipCounts, unit: Unit, things: str) -> list[Tile]:
    """Return accuracy before and after, what broke, what was fixed, and what that means for the errors left."""
    n = wording.count(counts.n)
    before, after = metrics.accuracy_baseline(counts), metrics.accuracy_candidate(counts)
    accuracy = wording.UNDEFINED if before is None or after is None else f"{100 * before:.1f} → {100 * after:.1f} %"
    return [
        Tile(
            f"{wording.UNIT_LABELS[unit]} accuracy",
            accuracy,
            f"{wording.points(metrics.accuracy_change(counts))} on {n} {things}",
            _EXPLAINED["accuracy_change"],
        ),
        Tile(
            "Broke (NFR)",
            wording.percent(metrics.nfr(counts), 2),
            f"{wording.count(counts.n_negative_flips)} of {n}",
            _EXPLAINED["nfr"],
            "broke",
        ),
        Tile(
            "Fixed (PFR)",
            wording.percent(metrics.pfr(counts), 2),
            f"{wording.count(counts.n_positive_flips)} of {n}",
            _EXPLAINED["pfr"],
            "fixed",
        ),
        Tile(
            "New errors (NFI)",
            wording.percent(metrics.nfi(counts)),
            f"of the candidate's {wording.count(counts.n_candidate_wrong)} errors",
            _EXPLAINED["nfi"],
        ),
        Tile(
            "Stayed right (BTC)",
            wording.percent(metrics.btc(counts)),
            f"of the baseline's {wording.count(counts.n_baseline_correct)} right",
            _EXPLAINED["btc"],
        ),
        Tile(
            "Changed (churn)",
            wording.percent(metrics.churn(counts)),
            f"of {n} answered otherwise",
            _EXPLAINED["churn"],
        ),
    ]
