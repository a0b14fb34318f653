"""Writes the page "What each number means", `metrics.md`, from the tables that declare the metrics.

What no table says stands in `metrics.md.template`.

python docs/write_metrics.py
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Final

from analysis.bootstrap import MOST_UNDEFINED, N_DRAWS, SEED
from analysis.causes import CAUSES, Cause
from analysis.certainty import TOLERATED_NFR
from analysis.effective_size import TOO_FEW
from analysis.intervals import LEVEL
from analysis.metrics import METRICS, Denominator, Measure, Metric
from analysis.power import POWER, critical_count, detectable_nfr, most_without_a_flip, n_to_see_one
from analysis.slot_metrics import SLOT_METRICS, SlotMetric
from analysis.tests_of_change import ALPHA
from analysis.traffic_rates import RATES

PAGE: Final = Path(__file__).with_name("metrics.md")

_NULL: Final[Mapping[Denominator, str]] = {
    "n": "there is no unit",
    "n_baseline_correct": "the baseline got nothing right",
    "n_baseline_wrong": "the baseline made no error",
    "n_candidate_correct": "the candidate got nothing right",
    "n_candidate_wrong": "the candidate made no error",
    "n_both_wrong": "no unit is wrong in both runs",
}
_NULL_OF_RATIO: Final = "the baseline got nothing right, or the candidate made no error"
_INTERVAL: Final[Mapping[Measure, str]] = {
    "rate": "Wilson, of a count out of the denominator",
    "rate_difference": "Tango, of the difference of two rates on the same units",
    "ratio": "none in `compare`: a ratio of rates needs the bootstrap (`analysis/bootstrap.py`)",
}
_MEASURE: Final[Mapping[Measure, str]] = {
    "rate": "a rate in [0, 1]",
    "rate_difference": "a difference of rates in [-1, 1], shown in percentage points (pp)",
    "ratio": "a ratio, 0 or more",
}
_OF_SLOTS: Final[Mapping[str, tuple[str, str]]] = {
    "semer": (
        "there is no intent: of nothing, and by slot name",
        "as papers on voice assistants define it; the alignment is said below",
    ),
    "slot_error_rate": ("there is no gold slot", "SemER without the intent"),
    "slot_f1": ("there is no slot, neither gold nor given", "micro F1; `flipscope score` has MASSIVE's and SLURP's"),
}
"""When a metric of slots is null, and where it is from."""

_CAUSES: Final[Mapping[Cause, str]] = {
    "no_answer": "the prediction is missing; nothing else is said of it",
    "intent_changed": "the intent is wrong",
    "slot_missing": "a gold slot is not there, and no slot stands for it",
    "slot_added": "a slot that gold does not have, and that stands for no gold slot",
    "slot_renamed": "a gold slot's value stands under another name",
    "boundary_moved": "the name is right, and one value is part of the other: `five am`, `five`",
    "value_changed": "the name is right, the value is another one",
}


def page() -> str:
    """Return the whole page."""
    template = Template(Path(__file__).with_name("metrics.md.template").read_text(encoding="utf-8"))
    return template.substitute(
        metrics="\n\n".join(map(_metric, METRICS)),
        slot_metrics="\n\n".join(map(_slot_metric, SLOT_METRICS)),
        causes="\n".join(f"| `{cause}` | {_CAUSES[cause]} |" for cause in CAUSES),
        seen=", ".join(f"{n_to_see_one(rate):,} for {_percent(rate, 1)}" for rate in (0.05, 0.01, 0.005, 0.001)),
        power="\n".join(map(_power, (200, 500, 1_000, 3_000, 10_000))),
        power_level=_percent(POWER),
        level=_percent(LEVEL),
        alpha=ALPHA,
        tolerated=_percent(TOLERATED_NFR),
        n_draws=f"{N_DRAWS:,}",
        seed=SEED,
        most_undefined=_percent(MOST_UNDEFINED),
        rates=", ".join(f"`{name}`" for name in RATES),
        too_few=TOO_FEW,
    )


def _metric(metric: Metric) -> str:
    formula, of_what = metric.formula.split("; ")
    ratio = metric.measure == "ratio"
    rows = {
        "key": f"`{metric.name}`, {_MEASURE[metric.measure]}",
        "formula": f"{formula}, {of_what}",
        "better": metric.better or "neither direction",
        "interval": _INTERVAL[metric.measure] + ("" if ratio else f": `{metric.name}_low`, `{metric.name}_high`"),
        "null where": _NULL_OF_RATIO if ratio else _NULL[metric.denominator],
        "source": metric.source,
    }
    return _section(metric.label, metric.explanation, rows)


def _slot_metric(metric: SlotMetric) -> str:
    null, source = _OF_SLOTS[metric.name]
    estimates = [f"{metric.name}_{ending}" for ending in ("baseline", "candidate", "change")]
    relative = [f"{metric.name}_relative_change"] if metric.better == "lower" else []
    limits = [f"{name}_{limit}" for name in estimates for limit in ("low", "high")]
    rows = {
        "keys": _keys((*estimates, *relative)),
        "formula": metric.formula,
        "better": metric.better,
        "interval": f"by resampling, with `compare --bootstrap`: {_keys((*limits, f'{metric.name}_change_p_value'))}",
        "null where": null,
        "source": source,
    }
    return _section(metric.label, metric.explanation, rows)


def _keys(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _section(label: str, explanation: str, rows: Mapping[str, str]) -> str:
    table = "\n".join(f"| {name} | {said} |" for name, said in rows.items())
    return f"### {label}\n\n{explanation}\n\n| | |\n|---|---|\n{table}"


def _power(n: int) -> str:
    found = (most_without_a_flip(n), detectable_nfr(n, TOLERATED_NFR))
    low, high = ("–" if rate is None else _percent(rate, 2) for rate in found)
    return f"| {n:,} | {low} | {critical_count(n, TOLERATED_NFR)} | {high} |"


def _percent(rate: float, digits: int = 0) -> str:
    return f"{100 * rate:.{digits}f} %"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
