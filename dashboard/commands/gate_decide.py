"""Decides a policy on two runs: the figures of each check, from the functions that `compare` prints them with."""

import re
from pathlib import Path
from typing import Final

import duckdb

from analysis.certainty import TOLERATED_NFR
from analysis.frames import Row
from analysis.gate.decision import CheckDecision, GateDecision
from analysis.gate.figures import Figure, figures_of_rows
from analysis.gate.judging import judge
from analysis.gate.policy import Check, Policy, with_data_checks
from dashboard.commands.asked import Asked, Resampling
from dashboard.commands.compare_rows import Key, compare_rows
from dashboard.commands.counting import count
from dashboard.commands.gate_data import figures_of_data, judge_comparability
from dashboard.commands.gate_runs import (
    figures_of_adjudicated,
    figures_of_calibration,
    figures_of_latency,
    figures_of_must_pass,
)
from loaders.comparison import Comparison
from loaders.errors import InputError

MAX_SLICES: Final = 10_000


def decide(opened: Comparison, warehouse: Path, policy: Policy, folder: Path | None = None) -> GateDecision:
    """Return the decision of a policy: its checks in their order, then those of the data that are always made.

    What annotators said is read from `warehouse` where a check asks for it. `folder` is where the must-pass files lie
    that the policy names; without one it may name none. Raises `InputError`, naming the check, where the policy asks
    for what the data does not have: a column, a value, traffic, a file.
    """
    rows: dict[tuple[object, ...], tuple[Row, ...]] = {}
    decided: list[CheckDecision] = []
    for check in with_data_checks(policy).checks:
        try:
            figures = _figures(opened, warehouse, check, folder, rows)
        except (InputError, ValueError, duckdb.Error) as error:
            # What is said of an option is true of the key of that name.
            said = re.sub(r"--(?=[a-z])", "", str(error))
            raise InputError(f"{policy.name}: {check.place}: {said}") from error
        decided.append(judge(check, figures))
    return GateDecision((*decided, judge_comparability(opened)))


def _figures(
    opened: Comparison,
    warehouse: Path,
    check: Check,
    folder: Path | None,
    rows: dict[tuple[object, ...], tuple[Row, ...]],
) -> tuple[Figure, ...]:
    match check.metric.source:
        case "adjudicated":
            figures = figures_of_adjudicated(opened, warehouse, check)
            _require_few(len(figures))
            return figures
        case "must_pass":
            return figures_of_must_pass(opened, check, folder)
        case "latency":
            return figures_of_latency(opened, check)
        case "calibration":
            return figures_of_calibration(opened, check)
        case "data":
            return figures_of_data(opened, check)
    key = (check.unit, check.by, check.where, check.weight, _tolerated(check), check.bootstrap, check.cluster)
    if key not in rows:
        rows[key] = _compare(opened, check)
    return figures_of_rows(check, rows[key])


def _compare(opened: Comparison, check: Check) -> tuple[Row, ...]:
    asked = _asked(check).with_band_limits(opened.pairs())
    counted = count(opened, asked)
    _require_few(len(counted.slices))
    resampled: dict[Key, Row] = {}
    if asked.resampling is not None:
        # numpy's random numbers are slow to import, and few checks need them.
        from dashboard.commands.compare_bootstrap import resample

        resampled = resample(opened, asked, asked.resampling)
    return compare_rows(opened, asked, counted, resampled)


def _require_few(n_slices: int) -> None:
    if n_slices > MAX_SLICES:
        raise InputError(f"by: {n_slices:,} slices, {MAX_SLICES:,} at most; choose fewer or other columns")


def _asked(check: Check) -> Asked:
    resampling = None
    if check.bootstrap:
        from analysis.bootstrap import SEED

        resampling = Resampling(SEED, check.cluster)
    units = (check.unit,) if check.unit else ()
    return Asked(units, check.by, dict(check.where), check.weight, _tolerated(check), resampling)


def _tolerated(check: Check) -> float:
    """NFR is tested against the limit that a check holds it to."""
    return check.limit.value if check.q_max is not None and check.metric.name == "nfr" else TOLERATED_NFR
