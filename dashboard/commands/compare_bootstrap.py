"""What `flipscope compare --bootstrap` adds: intervals and tests by paired resamples of utterances or clusters.

Every unit and slice is resampled with the same seed, so its figures are the same whatever else is asked for. Fewer
than 30 utterances or clusters say too little for a resample, and where all resamples are alike (no flip at all) their
interval would be a point. In both cases Wilson's and Tango's intervals stay where utterances are resampled; where
clusters are, there is none, for those take copies for new evidence.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import narwhals as nw

from analysis.bootstrap import N_DRAWS, Bootstrapped, Statistic, bootstrap_slices, ratio
from analysis.effective_size import enough
from analysis.frames import Row, Value, as_lazy, require_columns
from analysis.many_slices import benjamini_hochberg, resamples_can_reach
from analysis.metrics import METRICS
from analysis.outcomes import correct, has_outcome
from analysis.parts import Parts
from analysis.patterns import Patterns, count_patterns
from analysis.selection import select
from analysis.slot_resampling import slot_columns, slot_statistics
from dashboard.commands.asked import Asked, Resampling
from dashboard.commands.compare_rows import Key
from dashboard.commands.plain_columns import check_plain
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.schema import Unit

_Found = Mapping[tuple[Value, ...], Mapping[str, Bootstrapped]]
"""The statistics of each slice by its values; () is everything together."""

_CLUSTER: Final = "_cluster"

_FLIPS: Final[dict[str, Statistic]] = {
    "nfr": lambda sums: ratio(sums["n_negative_flips"], sums["n"]),
    "pfr": lambda sums: ratio(sums["n_positive_flips"], sums["n"]),
    "nfi": lambda sums: ratio(sums["n_negative_flips"], sums["n_candidate_wrong"]),
    "accuracy_change": lambda sums: ratio(sums["n_positive_flips"] - sums["n_negative_flips"], sums["n"]),
}


def describe_resampling(resampling: Resampling) -> dict[str, int | str | None]:
    """Return `bootstrap` of the meta of `compare`: how often, from which seed, and of what is resampled."""
    return {"n_draws": N_DRAWS, "seed": resampling.seed, "cluster": resampling.cluster}


def resample(opened: Comparison, asked: Asked, resampling: Resampling) -> dict[Key, Row]:
    """Return what resamples say otherwise than counts do, for each unit and slice by the keys of its row.

    Limits of `nfr`, `pfr`, `nfi` and `accuracy_change`; of the unit slot also of SemER, slot error rate and slot F1,
    with the p of their changes. Single slots are resampled with their utterance. With clusters, `p_value` is the
    bootstrap's two-sided p of the accuracy change, `q_value` the same adjusted (Benjamini and Hochberg) over the
    slices of the unit in which enough clusters hold a flip for it to be significant, and `n_effective` the number of
    clusters: at least so many units are independent. All other limits and tests are null then, as they take the units
    of a cluster for independent.

    Raises `InputError` for slices or conditions of single slots and a cluster of lists, and `UnknownColumn`.
    """
    _check(opened, asked, resampling)
    rows: dict[Key, Row] = {}
    for unit in asked.units:
        patterns = _patterns(_frame(opened, unit, asked, resampling), unit, asked, resampling)
        found = _bootstrap(patterns, _FLIPS, resampling)
        of_clusters = _of_clusters(found, patterns) if resampling.cluster is not None else {}
        rows |= {(unit, values): of_clusters.get(values, {}) | _limits(one) for values, one in found.items()}
    if "slot" in asked.units:
        patterns = _patterns(_frame(opened, "frame", asked, resampling), None, asked, resampling)
        errors = _bootstrap(patterns, slot_statistics(), resampling)
        for values, one in errors.items():
            tests = {f"{name}_p_value": _p(change) for name, change in one.items() if name.endswith("_change")}
            rows["slot", values] = rows.get(("slot", values), {}) | _limits(one) | tests
    return rows


def _check(opened: Comparison, asked: Asked, resampling: Resampling) -> None:
    check_plain(opened.pairs(), "--cluster", (resampling.cluster,) if resampling.cluster else ())
    columns, of_slots = (as_lazy(frame).collect_schema().names() for frame in (opened.pairs(), opened.slot_pairs()))
    for option, names in (("--by", asked.by), ("--where", tuple(asked.where or ()))):
        for name in names:
            if name in of_slots and name not in columns:
                raise InputError(
                    f"{option} {name}: a column of single slots, but --bootstrap resamples whole utterances; "
                    "leave one of the two out"
                )


def _frame(opened: Comparison, unit: Unit, asked: Asked, resampling: Resampling) -> Parts:
    if unit == "slot":
        parts = Parts((opened.slot_pairs(),))
    else:
        # A cluster may lie in several parts.
        parts = Parts(opened.pairs_in_parts() if resampling.cluster is None else (opened.pairs(),))
    return parts.map(lambda lazy: _add_cluster(select(lazy, asked.selection(unit)), resampling.cluster))


def _add_cluster(lazy: nw.LazyFrame[Any], cluster: str | None) -> nw.LazyFrame[Any]:
    """Add the column that clusters share: texts in lower case with white space (of ASCII) collapsed and trimmed.

    Texts that differ in their Unicode normal form, or by other white space, stay apart.
    """
    if cluster is None:
        return lazy
    require_columns(lazy, (cluster,))
    shared = nw.col(cluster)
    if cluster == "text":
        shared = shared.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    return lazy.with_columns(shared.alias(_CLUSTER))


def _patterns(frame: Parts, unit: Unit | None, asked: Asked, resampling: Resampling) -> tuple[Patterns, ...]:
    """Count flips of a unit, or slot errors where there is none; everything together comes first."""
    columns = slot_columns(asked.policy) if unit is None else _flip_columns(unit)
    cluster = _CLUSTER if resampling.cluster is not None else "row" if unit == "slot" else None
    slices = count_patterns(frame, asked.by, columns, cluster) if asked.by else ()
    return (*count_patterns(frame, (), columns, cluster), *slices)


def _bootstrap(patterns: Sequence[Patterns], statistics: Mapping[str, Statistic], resampling: Resampling) -> _Found:
    found = bootstrap_slices(patterns, statistics, seed=resampling.seed)
    return {_values(part): one for part, one in zip(patterns, found, strict=True)}


def _values(part: Patterns) -> tuple[Value, ...]:
    return tuple(part.values.values())


def _flip_columns(unit: Unit) -> dict[str, nw.Expr]:
    return {
        "n": nw.lit(1),
        "n_negative_flips": has_outcome(unit, "negative_flip"),
        "n_positive_flips": has_outcome(unit, "positive_flip"),
        "n_candidate_wrong": ~correct(unit, "candidate"),
    }


def _limits(found: Mapping[str, Bootstrapped]) -> Row:
    row: Row = {}
    for name, one in found.items():
        if one.interval is not None and enough(one.n) and one.interval.low < one.interval.high:
            row |= {f"{name}_low": one.interval.low, f"{name}_high": one.interval.high}
    return row


def _of_clusters(found: _Found, patterns: Sequence[Patterns]) -> dict[tuple[Value, ...], Row]:
    """Return the tests of a unit, its effective sizes, and null for the limits of every metric of counts."""
    rates = [metric.name for metric in METRICS if metric.measure != "ratio"]
    nothing: Row = dict.fromkeys(f"{name}_{limit}" for name in rates for limit in ("low", "high"))
    nothing |= {"nfr_p_value": None, "nfr_q_value": None}
    changes = {values: one["accuracy_change"] for values, one in found.items()}
    family = [part for part in patterns if part.values]
    p_values = [_p(changes[_values(part)]) if _can_reach(part) else None for part in family]
    q_values = dict(zip(map(_values, family), benjamini_hochberg(p_values), strict=True))
    return {
        values: nothing | {"n_effective": change.n, "p_value": _p(change), "q_value": q_values.get(values)}
        for values, change in changes.items()
    }


def _can_reach(part: Patterns) -> bool:
    broke, fixed = (part.columns.index(name) for name in ("n_negative_flips", "n_positive_flips"))
    flipped = part.table[:, broke] + part.table[:, fixed] > 0
    return resamples_can_reach(int(part.counts[flipped].sum()), part.n)


def _p(one: Bootstrapped) -> float | None:
    return one.p if enough(one.n) else None
