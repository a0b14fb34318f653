"""What a report was made from, so that it can be made again: data, runs, versions and the command."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard import wording
from dashboard.commands.alignment import count_dropped_pairs
from dashboard.report.document import Cells, Table
from loaders.comparison import Comparison
from loaders.manifest import EvalsetManifest, RunManifest, flipscope_version

_MOST_SOURCES = 6


def manifest_of(opened: Comparison, command: str, policy: str = "") -> tuple[Table, ...]:
    """Return the manifests of the three files beside each other, and the command that makes the report again.

    The times are those at which the files were loaded: the report itself has none, so the same data gives the same
    bytes.
    """
    files: tuple[EvalsetManifest | RunManifest, ...] = (opened.evalset, opened.baseline, opened.candidate)
    runs = (opened.baseline, opened.candidate)
    rows: tuple[Cells, ...] = (
        ("name", *(file.name for file in files)),
        ("fingerprint", *(file.fingerprint for file in files)),
        ("utterances, predictions", *map(wording.count, (opened.evalset.n_utterances, *_of_runs(runs, "n_rows")))),
        ("matched", "", *map(wording.count, _of_runs(runs, "n_matched"))),
        ("missing", "", *(f"{run.alignment.n_missing:,} ({_POLICIES[run.missing_policy]})" for run in runs)),
        ("unknown, repeated", "", *(f"{_two(run.alignment.n_unknown, run.alignment.n_duplicates)}" for run in runs)),
        ("rejected", *map(wording.count, (opened.evalset.n_rejected, *_of_runs(runs, "n_rejected")))),
        ("model version", "", *(run.model_version or wording.UNDEFINED for run in runs)),
        ("loaded from", *(_sources(file.sources) for file in files)),
        ("loaded at", *(file.created_at for file in files)),
        ("by flipscope", *(file.flipscope_version for file in files)),
        ("normaliser", *(f"version {file.normaliser_version}" for file in files)),
    )
    headings = ("", "evaluation set", "baseline", "candidate")
    made: tuple[Cells, ...] = (
        ("command", command),
        *((("policy", policy),) if policy else ()),
        ("flipscope", flipscope_version()),
        ("pairs left out", wording.count(count_dropped_pairs(opened))),
    )
    return Table("Data and runs", headings, rows), Table("This report", ("", "value"), made)


_POLICIES = {"error": "count as wrong", "drop": "left out"}


def _of_runs(runs: Sequence[RunManifest], name: str) -> tuple[int, ...]:
    return tuple(getattr(run.alignment, name) for run in runs)


def _two(one: int, other: int) -> str:
    return f"{one:,}, {other:,}"


def _sources(sources: Sequence[Mapping[str, Any]]) -> str:
    named = [
        f"{Path(source['file']).name} (sha256 {str(source['sha256'])[:16]}…)" for source in sources[:_MOST_SOURCES]
    ]
    more = len(sources) - len(named)
    return "; ".join(named) + (f"; {more:,} more" if more else "")
