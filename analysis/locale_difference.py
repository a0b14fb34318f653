"""Did one locale break more than another? The difference of two NFRs, tested, overall and slice by slice.

On the requests that both locales have (`parallel_id`) it is a paired comparison: what counts are the requests that
broke in one locale alone. Where they are less than half of what the smaller locale has, all utterances of both are
compared as two independent samples, which sees less.

One utterance a locale stands for a request: the one with the lowest row, as in `analysis.parallel`, for repeats of a
request are no new evidence. In a slice a request is what shares both the `parallel_id` and the value of the column, so
one whose utterances are filed differently counts in the whole and in no slice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import narwhals as nw

from analysis.breakdown import break_down_by
from analysis.counts import NO_UNITS, FlipCounts
from analysis.frames import Frame, Row, Value, as_lazy, collect_rows, require_columns
from analysis.independent_rates import fisher_can_reach, fisher_mid_p, newcombe_independent
from analysis.intervals import Interval, tango
from analysis.locales import require_locales
from analysis.many_slices import benjamini_hochberg, can_reach
from analysis.outcomes import has_outcome
from analysis.parts import Parts, add_up
from analysis.tests_of_change import ALPHA, mcnemar_mid_p
from loaders.schema import ROLES, Unit, paired

_ABSENT: Final = 2**60
"""Code of a locale without the request: larger than that of any row."""


@dataclass(frozen=True)
class Difference:
    """How much more broke in locale A than in locale B: `difference` = NFR of A - NFR of B, in [-1, 1].

    Paired, `n_a` = `n_b` are the shared requests, and `n_only_a` broke in A alone; else these two are None.
    `p_value` is McNemar's mid-p (paired) or Fisher's, `interval` Tango's or Newcombe's, 95 %; `difference`, `interval`
    and `p_value` are None where a locale has nothing. `q_value` is p adjusted for the number of slices (Benjamini and
    Hochberg); None for the whole, and for a slice that could never be significant.
    """

    n_a: int
    n_b: int
    n_broke_a: int
    n_broke_b: int
    n_only_a: int | None
    n_only_b: int | None
    difference: float | None
    interval: Interval | None
    p_value: float | None
    q_value: float | None = None

    @property
    def significant(self) -> bool:
        """Is the difference of a slice hardly chance, its q at most 0.05?"""
        return self.q_value is not None and self.q_value <= ALPHA


@dataclass(frozen=True)
class LocaleDifference:
    """Locale A against locale B: `whole`, and `slices` by value of a column, the largest difference first.

    `paired` says which comparison it is; `n_shared` how many requests both have, whichever it is.
    """

    a: str
    b: str
    unit: Unit
    paired: bool
    n_shared: int
    whole: Difference
    slices: tuple[tuple[Value, Difference], ...]


def compare_two_locales(pairs: Frame, a: str, b: str, unit: Unit = "frame", by: str | None = None) -> LocaleDifference:
    """Test how much more broke in locale A than in B, overall and for each value of the column `by`.

    Every request counts once, whatever its traffic. Raises ValueError where both are one locale or for the unit
    `slot`, and `UnknownColumn`.
    """
    if unit == "slot":
        raise ValueError("a request is one utterance a locale; use the unit frame, intent or slots")
    require_locales((a, b))
    lazy = as_lazy(pairs)
    keys = () if by is None else (by,)
    correct = (paired(role, f"{unit}_correct") for role in ROLES)
    require_columns(lazy, ("row", "locale", "parallel_id", *keys, *correct))
    (shared,) = _count_shared(lazy, a, b, unit, ())
    whole = _paired(shared)
    if is_paired := _worth_pairing(lazy, a, b, shared):
        found = [(row[key], _paired(row)) for key in keys for row in _count_shared(lazy, a, b, unit, keys) if row["_n"]]
    else:
        ((_, whole),) = _count_apart(lazy, a, b, unit, ())
        found = _count_apart(lazy, a, b, unit, keys) if keys else []
    return LocaleDifference(a, b, unit, is_paired, shared["_n"] or 0, whole, _ordered(_adjusted(found)))


def pairs_of(n_locales: int) -> int:
    """Return how many pairs of locales there are to pick from: the largest of so many differences is no single test.

    >>> pairs_of(8)
    28
    """
    return n_locales * (n_locales - 1) // 2


def _worth_pairing(lazy: nw.LazyFrame[Any], a: str, b: str, shared: Row) -> bool:
    """Are half of the requests of one locale in the other too? An utterance without a parallel_id is one of its own."""
    alone = lazy.filter(nw.col("locale").is_in((a, b)), nw.col("parallel_id").is_null())
    counted = {row["locale"]: row["_n"] for row in collect_rows(alone.group_by("locale").agg(nw.len().alias("_n")))}
    requests = ((shared[name] or 0) + counted.get(locale, 0) for name, locale in (("_has_a", a), ("_has_b", b)))
    return bool(shared["_n"]) and 2 * int(shared["_n"]) >= min(requests)


def _count_shared(lazy: nw.LazyFrame[Any], a: str, b: str, unit: Unit, by: tuple[str, ...]) -> list[Row]:
    """Return the requests that A has, that B has, and of the `_n` that both have, those that broke in A, B and both."""
    # Row and fate in one number, so that the lowest row brings its fate along without a join.
    code = nw.col("row").cast(nw.Int64) * 2 + has_outcome(unit, "negative_flip").cast(nw.Int64)
    codes = {
        name: nw.when(nw.col("locale") == locale).then(code).otherwise(nw.lit(_ABSENT))
        for name, locale in (("_a", a), ("_b", b))
    }
    told = lazy.filter(nw.col("locale").is_in((a, b)), ~nw.col("parallel_id").is_null())
    request = tuple(dict.fromkeys(("parallel_id", *by)))
    grouped = told.select(*request, **codes).group_by(*request).agg(nw.col(*codes).min())
    has_a, has_b = ((nw.col(name) < _ABSENT).cast(nw.Int64) for name in codes)
    marked = grouped.select(*by, *codes, _has_a=has_a, _has_b=has_b, _n=has_a * has_b)
    fates = marked.with_columns(_broke_a=nw.col("_n") * (nw.col("_a") % 2), _broke_b=nw.col("_n") * (nw.col("_b") % 2))
    counted = fates.with_columns(_broke_both=nw.col("_broke_a") * nw.col("_broke_b"))
    sums = nw.col("_has_a", "_has_b", "_n", "_broke_a", "_broke_b", "_broke_both")
    summed = counted.group_by(*by).agg(sums.sum()) if by else counted.select(sums.sum())
    return add_up(Parts((summed.with_columns(sums.cast(nw.Int64)),)), by)


def _paired(row: Row) -> Difference:
    n, broke_a, broke_b, both = (row[name] or 0 for name in ("_n", "_broke_a", "_broke_b", "_broke_both"))
    only_a, only_b = broke_a - both, broke_b - both
    difference = (only_a - only_b) / n if n else None
    p_value = mcnemar_mid_p(only_a, only_b) if n else None
    return Difference(n, n, broke_a, broke_b, only_a, only_b, difference, tango(only_a, only_b, n), p_value)


def _count_apart(
    lazy: nw.LazyFrame[Any], a: str, b: str, unit: Unit, by: tuple[str, ...]
) -> list[tuple[Value, Difference]]:
    """Return the difference of all utterances in each slice, in whichever locale it is."""
    of_both = lazy.filter(nw.col("locale").is_in((a, b)))
    cells = {
        (part.values[by[0]] if by else None, part.values["locale"]): part.counts
        for part in break_down_by(of_both, unit, (*by, "locale"))
    }
    values = dict.fromkeys((value for value, _ in cells) if by else (None,))
    return [(value, _apart(cells.get((value, a), NO_UNITS), cells.get((value, b), NO_UNITS))) for value in values]


def _apart(a: FlipCounts, b: FlipCounts) -> Difference:
    hits = (a.n_negative_flips, a.n, b.n_negative_flips, b.n)
    known = a.n and b.n
    return Difference(
        a.n,
        b.n,
        a.n_negative_flips,
        b.n_negative_flips,
        None,
        None,
        a.n_negative_flips / a.n - b.n_negative_flips / b.n if known else None,
        newcombe_independent(*hits),
        fisher_mid_p(*hits) if known else None,
    )


def _adjusted(found: Sequence[tuple[Value, Difference]]) -> list[tuple[Value, Difference]]:
    q_values = benjamini_hochberg([one.p_value if _can_reach(one) else None for _, one in found])
    return [(value, replace(one, q_value=q)) for (value, one), q in zip(found, q_values, strict=True)]


def _can_reach(one: Difference) -> bool:
    if one.n_only_a is None or one.n_only_b is None:
        return fisher_can_reach(one.n_broke_a + one.n_broke_b, one.n_a, one.n_b, ALPHA)
    return can_reach(one.n_only_a + one.n_only_b, ALPHA)


def _ordered(found: Sequence[tuple[Value, Difference]]) -> tuple[tuple[Value, Difference], ...]:
    """Put the largest difference first, what has none last; ties keep the order of the values."""
    return tuple(sorted(found, key=lambda entry: (entry[1].difference is None, -(entry[1].difference or 0.0))))
