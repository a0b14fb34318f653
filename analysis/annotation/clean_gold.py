"""How much of what broke may be label noise: the same figures over all utterances and over those with clean gold.

A negative flip on a wrong gold may be a fix. Where gold looks wrong an utterance is suspect, all others are clean:

| | formula | asks |
|---|---|---|
| NFR | NF / N | of all utterances, how many broke? |
| NFR over clean gold | NF_clean / N_clean | of those whose gold nothing speaks against, how many broke? |

Numerator and denominator leave out the same utterances, and fixes are counted in the same way: a fix towards a wrong
gold is no fix, and whoever takes out breaks alone flatters the candidate.

Who says which golds are suspect must not have asked the runs that are compared: an utterance would be taken out because
the candidate contradicts it. Even so NFR over clean gold may fall where every label is right: what is hard to
label is hard to predict, and hard utterances flip more. So suspects are compared with what else could have broken:

`lift = (NF_suspect / NF) / (R_suspect / R)`, R being the utterances that the baseline got right, all that can break,

with the exact one-sided test of that table (`analysis.enrichment`); what may be claimed then is `label_noise`'s.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from analysis.breakdown import break_down_by
from analysis.certainty import intervals_of
from analysis.counts import NO_UNITS, FlipCounts
from analysis.enrichment import enrichment_p_value
from analysis.frames import Row, Value, require_columns
from analysis.intervals import Interval, wilson
from analysis.metrics import accuracy_change, nfr, pfr
from analysis.parts import Countable, in_parts
from loaders.schema import Unit


@dataclass(frozen=True)
class CleanSlice:
    """The counts of one slice, of all its utterances and of those with suspect gold; `values` as in `Slice`."""

    unit: Unit
    values: Mapping[str, Value]
    whole: FlipCounts
    suspect: FlipCounts

    @property
    def clean(self) -> FlipCounts:
        """Counts over clean gold: all less suspect, each of the five."""
        one, other = self.whole, self.suspect
        return FlipCounts(
            one.n - other.n,
            one.n_both_correct - other.n_both_correct,
            one.n_negative_flips - other.n_negative_flips,
            one.n_positive_flips - other.n_positive_flips,
            one.n_both_wrong_same - other.n_both_wrong_same,
            one.n_both_wrong_different - other.n_both_wrong_different,
        )

    @property
    def share(self) -> float | None:
        """NF_suspect / NF: of what broke, the part whose gold is suspect; None where nothing broke."""
        return _rate(self.suspect.n_negative_flips, self.whole.n_negative_flips)

    @property
    def share_interval(self) -> Interval | None:
        """Wilson's 95 % interval of `share`."""
        return wilson(self.suspect.n_negative_flips, self.whole.n_negative_flips)

    @property
    def usual_share(self) -> float | None:
        """R_suspect / R: of all that the baseline got right, the part whose gold is suspect; None of nothing."""
        return _rate(self.suspect.n_baseline_correct, self.whole.n_baseline_correct)

    @property
    def lift(self) -> float | None:
        """How many times the usual share is found among what broke; None where either is undefined, or usual is 0."""
        return self.share / self.usual_share if self.share is not None and self.usual_share else None

    @property
    def p_value(self) -> float | None:
        """The chance of so many suspects among what broke, or more, were they as usual there; None of nothing."""
        return self._chance_of(self.suspect.n_negative_flips)

    @property
    def least_p_value(self) -> float | None:
        """The p if as many as possible of what broke were suspect: it says whether a test could find anything."""
        return self._chance_of(min(self.whole.n_negative_flips, self.suspect.n_baseline_correct))

    def _chance_of(self, n_suspect: int) -> float | None:
        n_broke, n_right = self.whole.n_negative_flips, self.whole.n_baseline_correct
        return enrichment_p_value(n_suspect, n_broke, self.suspect.n_baseline_correct, n_right) if n_broke else None


def count_clean_gold(
    frame: Countable, suspects: Sequence[int], unit: Unit = "frame", by: Sequence[str] = ()
) -> tuple[CleanSlice, ...]:
    """Count the outcomes in each slice, of all utterances and of the `suspects`, the column `row` of each.

    Suspects that the pair frame lacks count nowhere. Each utterance counts once. Order and errors are those of
    `break_down_by`.
    """
    by = tuple(dict.fromkeys(by))
    parts = in_parts(frame)
    rows = list(suspects)
    found: dict[tuple[Value, ...], FlipCounts] = {}
    if rows:
        within = parts.map(lambda lazy: _those_at(lazy, rows))
        found = {tuple(part.values.values()): part.counts for part in break_down_by(within, unit, by)}
    return tuple(
        CleanSlice(unit, part.values, part.counts, found.get(tuple(part.values.values()), NO_UNITS))
        for part in break_down_by(parts, unit, by)
    )


def _those_at(lazy: nw.LazyFrame[Any], rows: list[int]) -> nw.LazyFrame[Any]:
    require_columns(lazy, ("row",))
    return lazy.filter(nw.col("row").is_in(rows))


def as_row(part: CleanSlice, q_value: float | None = None) -> Row:
    """Return a slice as a row of `meta.flips` in `flipscope audit --format json`; undefined is None.

    Suffix `_clean`: over utterances with clean gold. `share_suspect` is that among what broke, `usual_share_suspect`
    that among what the baseline got right, `lift` the ratio of these two, `p_value` and `q_value` test it.
    """
    whole, suspect = part.whole, part.suspect
    return {
        "unit": part.unit,
        **part.values,
        "n": whole.n,
        "n_suspect": suspect.n,
        "n_negative_flips": whole.n_negative_flips,
        "n_negative_flips_suspect": suspect.n_negative_flips,
        "n_positive_flips": whole.n_positive_flips,
        "n_positive_flips_suspect": suspect.n_positive_flips,
        **_rates(whole, ""),
        **_rates(part.clean, "_clean"),
        **_told("share_suspect", part.share, part.share_interval),
        "usual_share_suspect": part.usual_share,
        "lift": part.lift,
        "p_value": part.p_value,
        "q_value": q_value,
    }


def _rates(counts: FlipCounts, suffix: str) -> Row:
    intervals = intervals_of(counts)
    told = (
        _told(f"{name}{suffix}", function(counts), intervals[name])
        for name, function in (("nfr", nfr), ("pfr", pfr), ("accuracy_change", accuracy_change))
    )
    return {key: value for row in told for key, value in row.items()}


def _told(name: str, value: float | None, interval: Interval | None) -> Row:
    return {name: value, f"{name}_low": interval and interval.low, f"{name}_high": interval and interval.high}


def _rate(n_hits: int, n: int) -> float | None:
    return n_hits / n if n else None
