"""What a gate checks of the runs besides flips: a must-pass list, latency, calibration, NFR after verdicts."""

from pathlib import Path
from typing import Any, Final

import narwhals as nw

from analysis.calibration import reliability
from analysis.gate.adjudicated import figures_of_slices
from analysis.gate.figures import Figure
from analysis.gate.measures import PERCENTAGES, latency_name
from analysis.gate.policy import Check
from analysis.latency import find_latency
from analysis.must_pass import MustPass
from analysis.selection import Selection, select, with_band_limits
from dashboard import wording
from dashboard.commands.known_values import check_known
from dashboard.commands.must_pass_list import check_listed, list_file, list_most_frequent
from dashboard.commands.must_pass_rows import fetch_failures
from dashboard.commands.plain_columns import check_plain
from dashboard.judged import audit_judged, read_judged
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.judgement import pair_of
from loaders.schema import ROLES, Role, paired

_MOST_NAMED: Final = 3
_MOST_CHARACTERS: Final = 60


def figures_of_must_pass(opened: Comparison, check: Check, folder: Path | None) -> tuple[Figure, ...]:
    """Return how many listed utterances do not pass; those that cannot be judged do not."""
    selection = _selection(opened, check)
    if check.file is None:
        listed = list_most_frequent(opened, selection, check.top or 0)
    elif folder is None:
        raise InputError("file: a policy that is no file on this machine cannot name one; use top")
    else:
        listed = list_file(opened, selection, folder / check.file)
    found = check_listed(opened, selection, listed)
    n_failed = found.n_listed - found.n_passed
    outside = f"{wording.plural(listed.n_outside, 'listed utterance')} outside where, not checked."
    note = " ".join((_said(opened, found), outside if listed.n_outside else "")).strip()
    return (Figure({}, found.n_listed, found.n_listed, float(n_failed), note=note),)


def _said(opened: Comparison, found: MustPass) -> str:
    """Say what became of those that do not pass, and name the most frequent of them."""
    counted = {
        "broke": found.n_broke,
        "still wrong": found.n_still_wrong,
        "not judged": found.n_listed - found.n_found,
    }
    said = ", ".join(f"{wording.count(n)} {what}" for what, n in counted.items() if n)
    rows = fetch_failures(opened, found.failures[:_MOST_NAMED])
    named = [f"{row['locale']} {_cut(row['utterance_id'])} “{_cut(row['text'])}”" for row in rows]
    first = f"; the most asked: {'; '.join(named)}" if named else ""
    return f"{said}{first}." if said else ""


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"


def figures_of_latency(opened: Comparison, check: Check) -> tuple[Figure, ...]:
    """Return a percentile of the candidate's latency; an answer without one is a missing value."""
    selection = _selection(opened, check)
    baseline, candidate = (find_latency(select(opened.pairs(), selection), role, PERCENTAGES) for role in ROLES)
    percentage = next(one for one in PERCENTAGES if latency_name(one) == check.metric.name)
    problem = _without("latency_ms", candidate.n, candidate.n_without, opened.candidate.name)
    if check.limit.relative:
        problem = problem or _without("latency_ms", baseline.n, baseline.n_without, opened.baseline.name)
    ours, theirs = (found.percentiles.get(percentage) for found in (baseline, candidate))
    return (Figure({}, candidate.n, candidate.n, theirs, baseline=ours, problem=problem),)


def figures_of_calibration(opened: Comparison, check: Check) -> tuple[Figure, ...]:
    """Return the candidate's expected calibration error; an answer without a confidence is a missing value."""
    pairs = select(opened.pairs(), _selection(opened, check))
    unit = check.unit or "frame"
    found = {role: reliability(pairs, role, unit) for role in ROLES}
    problems = {
        role: _without("confidence", one.n, one.n_without_confidence - _n_missing(pairs, role), run.name)
        for (role, one), run in zip(found.items(), (opened.baseline, opened.candidate), strict=True)
    }
    problem = problems["candidate"] or (problems["baseline"] if check.limit.relative else "")
    ours, theirs = found["baseline"], found["candidate"]
    return (Figure({}, theirs.n, theirs.n, theirs.ece, baseline=ours.ece, problem=problem),)


def _n_missing(pairs: nw.LazyFrame[Any], role: Role) -> int:
    return int(pairs.filter(nw.col(paired(role, "missing"))).select(nw.len()).collect().item())


def _without(what: str, n: int, n_without: int, run: str) -> str:
    if n == 0:
        return f"{run} has no {what}"
    return f"{wording.plural(n_without, 'answer')} of {run} without {what}" if n_without else ""


def figures_of_adjudicated(opened: Comparison, warehouse: Path, check: Check) -> tuple[Figure, ...]:
    """Return what is left of NFR by the verdicts there are, of everything or of each slice."""
    check_plain(opened.pairs(), "by", check.by)
    judged = read_judged(warehouse, pair_of(opened))
    slices = audit_judged(opened, judged, _selection(opened, check), check.by, check.weight)
    return figures_of_slices(check, slices, judged.sample)


def _selection(opened: Comparison, check: Check) -> Selection:
    """Return the conditions of a check as a selection; refuses columns of lists and values that nothing has."""
    check_plain(opened.pairs(), "where", (column for column, _ in check.where))
    check_known(opened.pairs(), check.where)
    return with_band_limits(Selection(check.unit or "frame", where=check.where), opened.pairs())
