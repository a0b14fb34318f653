"""How two runs met their evaluation set: what every output says of missing and left-out predictions."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dashboard import wording
from loaders.comparison import Comparison
from loaders.manifest import RunManifest


def missing_policy(opened: Comparison) -> str:
    """Return the policy of both runs, or `mixed`."""
    policies = {opened.baseline.missing_policy, opened.candidate.missing_policy}
    return policies.pop() if len(policies) == 1 else "mixed"


def describe_comparison(opened: Comparison) -> dict[str, Any]:
    """Return what is compared, as the `meta` of every command on two runs begins."""
    return {
        "evalset": opened.evalset.name,
        "evalset_fingerprint": opened.evalset.fingerprint,
        "baseline": opened.baseline.name,
        "candidate": opened.candidate.name,
        "missing_policy": missing_policy(opened),
    }


def describe_alignment(opened: Comparison) -> dict[str, Any]:
    """Return the counts of both runs and how many pairs were left out, as in the JSON of `compare`."""
    return {
        "baseline": _counts(opened.baseline),
        "candidate": _counts(opened.candidate),
        "n_dropped_pairs": count_dropped_pairs(opened),
    }


def _counts(run: RunManifest) -> dict[str, Any]:
    counts = {name: value for name, value in asdict(run.alignment).items() if not name.endswith("_examples")}
    return {**counts, "missing_policy": run.missing_policy}


def count_dropped_pairs(opened: Comparison) -> int:
    """Count the utterances that a run with the policy `drop` has no prediction of."""
    runs = (opened.baseline, opened.candidate)
    if not any(run.missing_policy == "drop" and run.alignment.n_missing for run in runs):
        return 0
    ((n_kept,),) = opened.con.execute("SELECT count(*) FROM pairs").fetchall()
    return opened.evalset.n_utterances - int(n_kept)


def describe_missing(opened: Comparison) -> str:
    """Return one line about predictions that are not there; empty where all are."""
    return describe_missing_of((opened.baseline, opened.candidate))


def describe_missing_of(runs: Sequence[RunManifest]) -> str:
    """Return the same line for any runs."""
    said = [
        f"{run.name} lacks {wording.plural(run.alignment.n_missing, 'prediction')} "
        f"({'counted as wrong' if run.missing_policy == 'error' else 'pairs left out'})"
        for run in runs
        if run.alignment.n_missing
    ]
    return "; ".join(said)
