"""Head, torso and tail: how often an utterance is asked, compared with the others of its locale.

Sorted by frequency, the head is what makes up the first half of a locale's traffic, the torso what follows up to
80 %, the tail the rest. Utterances of one frequency stand together, so a border can rarely be met exactly: it lies
where the share before it comes nearest to 50 % (80 %), of two as near the later. So the head of a locale with traffic
is never empty; torso and tail may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import narwhals as nw

from analysis.frames import Frame, as_lazy, collect_rows, require_columns
from analysis.frequencies import FREQUENCY, at_least, count_frequencies

Band = Literal["head", "torso", "tail"]
BANDS: Final[tuple[Band, ...]] = get_args(Band)
"""From the most to the least frequent."""

FREQUENCY_BAND: Final = "frequency_band"
"""Name of the column that `add_frequency_band` adds."""

HEAD_PERCENT: Final = 50
TORSO_PERCENT: Final = 80
"""Shares of a locale's traffic, from the most frequent downwards, at which head and torso end."""


@dataclass(frozen=True)
class BandLimits:
    """The lowest frequency of the head, and of the torso, of each locale that has traffic."""

    head: Mapping[str, int]
    torso: Mapping[str, int]


def find_band_limits(frame: Frame) -> BandLimits:
    """Find where head and torso end in each locale, in one query over its distinct frequencies.

    The bands are those of the rows given; a null frequency counts 1. Where a locale has no torso, the limit of the
    head stands for it. Raises `UnknownColumn`, and ValueError where `frequency` holds no whole numbers.
    """
    counted = count_frequencies(as_lazy(frame)).filter(nw.col("frequency") > 0)
    # Of two borders the nearest is before or behind a frequency as the middle of its traffic says; doubled it is whole.
    counted = counted.with_columns(doubled_middle=2 * nw.col("traffic_before") + nw.col("traffic"))

    def within(percent: int) -> nw.Expr:
        return 50 * nw.col("doubled_middle") <= percent * nw.col("total")

    torso = counted.filter(within(TORSO_PERCENT))
    head = nw.when(within(HEAD_PERCENT)).then(nw.col("frequency"))
    lowest = torso.select("locale", torso="frequency", head=head).group_by("locale").agg(nw.col("head", "torso").min())
    rows = sorted(collect_rows(lowest), key=lambda row: str(row["locale"]))
    return BandLimits(*({row["locale"]: int(row[band]) for row in rows} for band in ("head", "torso")))


def add_frequency_band(frame: Frame, limits: BandLimits | None = None) -> nw.LazyFrame[Any]:
    """Add `frequency_band`: `head`, `torso` or `tail`, by the column `frequency` within each `locale`.

    `limits` are those of the frame itself where none are given; give those of the whole frame for a part of it. A
    frequency of 0 is tail, and so is a locale without limits. The rows stay in their order, and the frame stays lazy.
    Where every frequency of a locale is the same, all of it is head: there the bands say nothing.

    Raises as `find_band_limits` does.
    """
    lazy = as_lazy(frame)
    return lazy.with_columns(frequency_band(lazy, limits).alias(FREQUENCY_BAND))


def frequency_band(lazy: nw.LazyFrame[Any], limits: BandLimits | None = None) -> nw.Expr:
    """Return what `add_frequency_band` adds, as an expression over this frame."""
    require_columns(lazy, ("locale", FREQUENCY))
    limits = find_band_limits(lazy) if limits is None else limits
    below_head = nw.when(at_least(lazy, limits.torso)).then(nw.lit("torso")).otherwise(nw.lit("tail"))
    return nw.when(at_least(lazy, limits.head)).then(nw.lit("head")).otherwise(below_head)
