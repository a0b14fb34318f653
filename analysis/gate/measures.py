"""What a check can judge: the figures of `flipscope compare`, and those that a release page needs besides.

| source | figures |
|---|---|
| `compare` | every metric of counts, IRER and ICER, SemER, slot error rate and slot F1, as `compare` prints them |
| `adjudicated` | NFR without the flips that annotators excused, as `adjudicate` prints it |
| `must_pass` | how many utterances of a must-pass list do not pass |
| `latency` | percentiles of the candidate's `latency_ms` |
| `calibration` | the expected calibration error of the candidate |
| `data` | what was missing, unknown, repeated or rejected when the data was loaded |
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from analysis.effective_size import TOO_FEW
from analysis.gate.decision import Measure
from analysis.metrics import METRICS, Better, Denominator
from analysis.slot_metrics import SLOT_METRICS
from loaders.schema import UNITS, UTTERANCE_UNITS, Unit

Source = Literal["compare", "adjudicated", "must_pass", "latency", "calibration", "data"]
Intervals = Literal["none", "counts", "resamples"]
"""Where the 95 % interval comes from; `resamples` is there only where a check asks for them."""

PERCENTAGES: Final = (50, 95, 99)
"""The percentiles of latency that a check can judge."""


@dataclass(frozen=True)
class GateMetric:
    """A figure as policies name it.

    `units` are those of which there is one, the first by default; none where it is of no unit. `baseline` says whether
    the baseline has the same figure, so that a limit can be relative to it. `min_n` is how many units it takes where
    the policy does not say. `denominator` is the count that a metric of counts is a share of.
    """

    name: str
    label: str
    measure: Measure
    better: Better | None
    source: Source
    units: tuple[Unit, ...] = ()
    intervals: Intervals = "none"
    baseline: bool = False
    min_n: int = TOO_FEW
    denominator: Denominator = "n"


def baseline_of(name: str) -> str:
    """Return under which name `compare` has the baseline's figure.

    >>> baseline_of("semer_candidate")
    'semer_baseline'
    """
    return f"{name.removesuffix('_candidate')}_baseline"


def _of_counts() -> Iterator[GateMetric]:
    for metric in METRICS:
        yield GateMetric(
            metric.name,
            metric.label,
            metric.measure,
            metric.better,
            "compare",
            UNITS,
            "none" if metric.measure == "ratio" else "counts",
            baseline=metric.name == "accuracy_candidate",
            denominator=metric.denominator,
        )


def _of_wrong() -> Iterator[GateMetric]:
    units: dict[str, Unit] = {"irer": "frame", "icer": "intent"}
    for name, unit in units.items():
        yield GateMetric(f"{name}_candidate", name.upper(), "rate", "lower", "compare", (unit,), baseline=True)
        yield _relative_change(name, name.upper(), unit)


def _of_slots() -> Iterator[GateMetric]:
    of_slot: tuple[Unit, ...] = ("slot",)
    for metric in SLOT_METRICS:
        name, label, better = metric.name, metric.label, metric.better
        share: Measure = "rate" if better == "higher" else "error_rate"
        change: Measure = "rate_difference" if better == "higher" else "error_rate_difference"
        yield GateMetric(f"{name}_candidate", label, share, better, "compare", of_slot, "resamples", baseline=True)
        yield GateMetric(f"{name}_change", f"{label} change", change, better, "compare", of_slot, "resamples")
        if better == "lower":
            yield _relative_change(name, label, "slot")
    yield GateMetric("new_insertion_rate", "New insertions", "error_rate", "lower", "compare", of_slot)


def _relative_change(name: str, label: str, unit: Unit) -> GateMetric:
    return GateMetric(f"{name}_relative_change", f"{label} less by", "relative_change", "higher", "compare", (unit,))


def _of_latency() -> Iterator[GateMetric]:
    for percentage in PERCENTAGES:
        # Of fewer answers the percentile is simply the slowest one.
        min_n = max(TOO_FEW, 100 // (100 - percentage))
        name, label = latency_name(percentage), f"Latency p{percentage}"
        yield GateMetric(name, label, "milliseconds", "lower", "latency", baseline=True, min_n=min_n)


def latency_name(percentage: int) -> str:
    """Return the name of a percentile of latency.

    >>> latency_name(95)
    'latency_p95_ms'
    """
    return f"latency_p{percentage}_ms"


MUST_PASS: Final = GateMetric(
    "must_pass", "Must-pass failures", "count", "lower", "must_pass", UTTERANCE_UNITS, min_n=1
)
ECE: Final = GateMetric(
    "ece_candidate", "Calibration error", "rate", "lower", "calibration", UTTERANCE_UNITS, baseline=True
)
NFR_ADJUDICATED: Final = GateMetric(
    "nfr_adjudicated", "NFR after verdicts", "rate", "lower", "adjudicated", UTTERANCE_UNITS, "counts"
)
MISSING_SHARE: Final = GateMetric("missing_share", "Missing predictions", "rate", "lower", "data", min_n=1)
UNKNOWN: Final = GateMetric("n_unknown", "Rows of no utterance", "count", "lower", "data", min_n=1)
DUPLICATES: Final = GateMetric("n_duplicates", "Repeated rows", "count", "lower", "data", min_n=1)
REJECTED: Final = GateMetric("n_rejected", "Rejected rows", "count", "lower", "data", min_n=1)
DATA: Final = (MISSING_SHARE, UNKNOWN, DUPLICATES, REJECTED)
"""Checked with the limit 0 where a policy does not name them."""

GATE_METRICS: Final[Mapping[str, GateMetric]] = {
    metric.name: metric
    for metric in (
        *(MUST_PASS, *_of_counts(), NFR_ADJUDICATED, *_of_wrong(), *_of_slots(), *_of_latency(), ECE, *DATA),
    )
}
"""Every figure that a policy can name."""
