"""Metrics of slots as functions of sums, for resamples; SemER of both runs and its change with an interval."""

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw

from analysis.bootstrap import Floats, Statistic, Sums, bootstrap, ratio
from analysis.effective_size import enough
from analysis.intervals import Interval
from analysis.outcomes import correct
from analysis.parts import Countable
from analysis.patterns import count_patterns
from analysis.slot_errors import count_slot_errors
from analysis.slot_metrics import Policy, relative_change, semer
from loaders.schema import ROLES, Role, paired

_OfRun = Callable[[Sums, Role], Floats]


@dataclass(frozen=True, slots=True)
class SemerChange:
    """SemER of both runs, candidate minus baseline with its 95 % interval, and by what share it fell."""

    baseline: float | None
    candidate: float | None
    interval: Interval | None

    @property
    def change(self) -> float | None:
        """Candidate minus baseline: below 0 is better."""
        return None if self.baseline is None or self.candidate is None else self.candidate - self.baseline

    @property
    def relative(self) -> float | None:
        """By what share the error rate fell: above 0 is better."""
        return relative_change(self.baseline, self.candidate)


def semer_change(pairs: Countable, weight: str | None = None, most_resampled: int | None = None) -> SemerChange:
    """Return SemER of both runs of a pair frame, whole or in parts.

    The interval is that of `compare --bootstrap`; there is none of weighted sums, of too few utterances, of more than
    `most_resampled`, and where all resamples are alike. Raises `UnknownColumn`.
    """
    (whole,) = count_slot_errors(pairs, None, (), weight)
    values = semer(whole.baseline), semer(whole.candidate)
    if weight is not None or (most_resampled is not None and whole.baseline.n_items > most_resampled):
        return SemerChange(*values, None)
    (patterns,) = count_patterns(pairs, (), slot_columns())
    found = bootstrap(patterns, {"change": _change_of(_semer)})["change"]
    interval = found.interval if enough(found.n) else None
    return SemerChange(*values, interval if interval is not None and interval.low < interval.high else None)


def slot_columns(policy: Policy = "A") -> dict[str, nw.Expr]:
    """Return the numbers of a row of a pair frame of which every metric of slots is made, for `count_patterns`."""
    columns = {"n_items": nw.lit(1), "n_slots": nw.col("n_slots").fill_null(0)}
    for role in ROLES:
        columns[paired(role, "n_intents_wrong")] = ~correct("intent", role)
        for kind in ("missed", "spurious", "substituted"):
            columns[paired(role, f"n_{kind}")] = nw.col(paired(role, f"n_slots_{kind}"))
        if policy == "B":
            columns[paired(role, "n_substituted")] += nw.col(paired(role, "n_slots_renamed"))
    return columns


def slot_statistics() -> dict[str, Statistic]:
    """Return the metrics of `analysis.slot_metrics` as functions of sums: of each run, and candidate less baseline."""
    statistics: dict[str, Statistic] = {}
    for name, metric in {"semer": _semer, "slot_error_rate": _slot_error_rate, "slot_f1": _slot_f1}.items():
        statistics |= {f"{name}_{role}": _of_run(metric, role) for role in ROLES}
        statistics[f"{name}_change"] = _change_of(metric)
    return statistics


def _of_run(metric: _OfRun, role: Role) -> Statistic:
    return lambda sums: metric(sums, role)


def _change_of(metric: _OfRun) -> Statistic:
    return lambda sums: metric(sums, "candidate") - metric(sums, "baseline")


def _semer(sums: Sums, role: Role) -> Floats:
    wrong = sums[paired(role, "n_intents_wrong")]
    return ratio(_n_slot_errors(sums, role) + wrong, sums["n_slots"] + sums["n_items"])


def _slot_error_rate(sums: Sums, role: Role) -> Floats:
    return ratio(_n_slot_errors(sums, role), sums["n_slots"])


def _slot_f1(sums: Sums, role: Role) -> Floats:
    missed, spurious = sums[paired(role, "n_missed")], sums[paired(role, "n_spurious")]
    n_found = sums["n_slots"] - missed
    return ratio(2 * n_found, 2 * n_found + missed + spurious)


def _n_slot_errors(sums: Sums, role: Role) -> Floats:
    missed, spurious, substituted = (sums[paired(role, f"n_{kind}")] for kind in ("missed", "spurious", "substituted"))
    return missed + spurious - substituted
