"""The NFR that is left when flips that annotators excused are taken out.

Wrong gold inflates NFR: a flip on an item whose label is wrong may be a fix. Where annotators looked at some of the
flips, the share that stood up to it is taken for all: `NFR_adjudicated = NFR (n_judged - n_excused) / n_judged`.
Excused are `gold_wrong` and `both_acceptable` (`analysis.standing`); flips that are unclear or that annotators disagree
on stay in. Its interval is NFR times Wilson's interval of that share: what looking at some of the flips leaves open,
not what another evaluation set would give. Where every flip was judged the number is exact, and the limits are equal.

The share of the judged flips is that of all only where these were drawn at random: flips judged from the top of a list
are others. The mirror error, a flip that is hidden where gold is wrong, is not corrected.

By traffic all of these are sums of the weight, and the interval is that of `analysis.traffic_rates`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import narwhals as nw

from analysis.frames import Row, Value, as_lazy, collect_rows, require_columns
from analysis.intervals import Interval, wilson
from analysis.outcomes import columns_needed, has_outcome
from analysis.parts import Countable, in_parts
from analysis.standing import EXCUSED, STANDINGS, Standing
from analysis.traffic import Mass, TrafficCounts, count_traffic
from analysis.traffic_rates import Estimate, estimate_share
from analysis.weights import weight_of
from loaders.schema import UTTERANCE_UNITS, Unit

Key = tuple[str, str]
"""Locale and id of an utterance."""

_KEY: Final = ("locale", "utterance_id")
_NOTHING: Final = Mass()


@dataclass(frozen=True)
class AuditSlice:
    """The negative flips of one slice, and what was said of those that were judged; `values` as in `Slice`."""

    unit: Unit
    values: Mapping[str, Value]
    counts: TrafficCounts
    judged: Mapping[Standing, Mass] = field(default_factory=dict)

    @property
    def flips(self) -> Mass:
        """All negative flips, judged or not."""
        return self.counts.negative_flips

    @property
    def kept(self) -> Mass:
        """Judged flips that still count as broken: confirmed, unclear, or disagreed on."""
        return self._sum(*(one for one in STANDINGS if one not in EXCUSED))

    @property
    def excused(self) -> Mass:
        """Judged flips that do not count any more: gold is wrong, or both answers are acceptable."""
        return self._sum(*EXCUSED)

    @property
    def n_judged(self) -> int:
        """How many flips have a standing."""
        return self._sum(*STANDINGS).n

    @property
    def complete(self) -> bool:
        """Was every flip judged? Also where there is none."""
        return self.n_judged == self.flips.n

    @property
    def bounds(self) -> Interval | None:
        """NFR if none of the flips that nobody judged counts, and if all of them do; None where there is nothing."""
        whole = self.counts.whole.weight
        if not whole:
            return None
        return Interval(self.kept.weight / whole, (self.flips.weight - self.excused.weight) / whole)

    def _sum(self, *standings: Standing) -> Mass:
        return sum((self.judged.get(one, _NOTHING) for one in standings), _NOTHING)


@dataclass(frozen=True)
class Adjudicated:
    """NFR as it was counted and what is left of it; `interval` is None where nothing was judged, or too little.

    `raw` and `value` are None of nothing, `value` also where flips are there and none was judged.
    """

    raw: float | None
    raw_interval: Interval | None
    value: float | None
    interval: Interval | None
    exact: bool


def audit(
    frame: Countable,
    standings: Mapping[Key, Standing],
    unit: Unit = "frame",
    by: Sequence[str] = (),
    weight: str | None = None,
) -> tuple[AuditSlice, ...]:
    """Count the negative flips of a pair frame in each slice, and the judged ones among them by standing.

    `standings` are by locale and id; those of utterances that are no negative flip count nowhere. Without `weight`
    every utterance weighs 1. Order and errors are those of `break_down_by`; raises ValueError for the unit `slot`,
    for annotators judge utterances.
    """
    if unit not in UTTERANCE_UNITS:
        raise ValueError("annotators judge whole utterances; use the unit frame, intent or slots")
    by = tuple(dict.fromkeys(by))
    counted = count_traffic(frame, unit, by, weight or "frequency")
    judged: dict[tuple[Value, ...], dict[Standing, Mass]] = defaultdict(dict)
    for row in judged_flips(frame, standings, unit, by, weight):
        of_slice = judged[tuple(row[f"_by_{column}"] for column in by)]
        standing: Standing = row["standing"]
        w = row["weight"]
        of_slice[standing] = of_slice.get(standing, _NOTHING) + Mass(1, w, float(w) * w)
    return tuple(
        AuditSlice(
            unit,
            part.values,
            part.counts if weight else part.counts.unweighted(),
            judged.get(tuple(part.values.values()), {}),
        )
        for part in counted
    )


def judged_flips(
    frame: Countable, standings: Mapping[Key, Standing], unit: Unit, by: Sequence[str] = (), weight: str | None = None
) -> list[Row]:
    """Return the judged negative flips: `locale`, `utterance_id`, `standing`, `weight`, and `_by_COLUMN` for each.

    Few are judged of however many there are, so they leave the engine one by one.
    """
    ids = sorted({utterance_id for _, utterance_id in standings})
    found: list[Row] = []
    for part in in_parts(frame).frames if ids else ():
        lazy = as_lazy(part)
        require_columns(lazy, (*_KEY, *by, *columns_needed(unit)))
        wanted = has_outcome(unit, "negative_flip") & nw.col("utterance_id").is_in(ids)
        columns = {f"_by_{column}": nw.col(column) for column in by}
        found += collect_rows(lazy.filter(wanted).select(*_KEY, weight=weight_of(lazy, weight), **columns))
    known = ((row, standings.get((row["locale"], row["utterance_id"]))) for row in found)
    return [row | {"standing": standing} for row, standing in known if standing is not None]


def adjudicate(part: AuditSlice, weight: str | None = None) -> Adjudicated:
    """Return NFR and adjudicated NFR of a slice that `audit` counted, with the same `weight`.

    >>> v16 = AuditSlice("frame", {}, TrafficCounts(Mass(2934, 2934, 2934.0), Mass(40, 40, 40.0), Mass(), Mass()),
    ...                  {"confirmed": Mass(14, 14, 14.0), "gold_wrong": Mass(6, 6, 6.0)})
    >>> found = adjudicate(v16)
    >>> [round(100 * rate, 3) for rate in (found.raw, found.value, found.interval.low, found.interval.high)]
    [1.345, 0.941, 0.647, 1.149]
    """
    raw = _share(part.flips, _others(part.counts), weight)
    share = _share(part.kept, part.excused, weight)
    if raw.value is None:
        return Adjudicated(None, None, None, None, False)
    if part.complete:
        left = part.kept.weight / part.counts.whole.weight
        return Adjudicated(raw.value, raw.interval, left, Interval(left, left), True)
    value = None if share.value is None else raw.value * share.value
    limits = share.interval and Interval(raw.value * share.interval.low, raw.value * share.interval.high)
    return Adjudicated(raw.value, raw.interval, value, limits, False)


def _share(hits: Mass, others: Mass, weight: str | None) -> Estimate:
    if weight is not None:
        return estimate_share(hits, others)
    n = hits.n + others.n
    return Estimate(hits.n / n if n else None, None, wilson(hits.n, n))


def _others(counts: TrafficCounts) -> Mass:
    return counts.both_correct + counts.positive_flips + counts.both_wrong


def as_row(part: AuditSlice, weight: str | None = None) -> Row:
    """Return a slice as a row of `flipscope adjudicate --format json`: numbers of utterances, then the rates.

    Counts are of utterances with a weight too; `share_judged` is that of the weight where there is one.
    """
    found = adjudicate(part, weight)
    judged = part.kept + part.excused
    counts = {f"n_{standing}": part.judged.get(standing, _NOTHING).n for standing in STANDINGS}
    return {
        "unit": part.unit,
        **part.values,
        "n": part.counts.whole.n,
        "n_negative_flips": part.flips.n,
        "n_judged": part.n_judged,
        **counts,
        "n_not_judged": part.flips.n - part.n_judged,
        "share_judged": judged.weight / part.flips.weight if part.flips.weight else None,
        "nfr": found.raw,
        **_limits("nfr", found.raw_interval),
        "nfr_adjudicated": found.value,
        **_limits("nfr_adjudicated", found.interval),
        "exact": found.exact,
    }


def _limits(name: str, interval: Interval | None) -> Row:
    return {f"{name}_low": interval and interval.low, f"{name}_high": interval and interval.high}
