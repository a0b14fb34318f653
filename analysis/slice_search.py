"""Slices found by themselves: where is the rate of negative flips far above the rest, and in many pairs?

All conjunctions of up to three conditions are searched (`slice_lattice`), ranked by their score, and listed where they
say something of their own (`slice_choice`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from analysis.enrichment import enrichment_p_value
from analysis.intervals import Interval, wilson
from analysis.parts import Countable
from analysis.slice_choice import choose
from analysis.slice_cube import Condition, SliceCube, build_cube
from analysis.slice_features import Step, default_columns, go_on, read_features
from analysis.slice_lattice import Scored, search_lattice
from loaders.schema import Unit

MAX_DEPTH: Final = 3


@dataclass(frozen=True)
class FoundSlice:
    """A slice whose NFR is far above the rest.

    `nfr_rest` is that of all other pairs, `times_rest` = nfr / nfr_rest, None where no other pair flipped. `p` is one
    slice's own, `p_corrected` that of having looked at all of them, at most 1.
    """

    conditions: tuple[Condition, ...]
    n: int
    n_negative_flips: int
    nfr: float
    nfr_interval: Interval | None
    nfr_rest: float
    times_rest: float | None
    score: float
    p: float
    p_corrected: float

    def __str__(self) -> str:
        """Write the conditions as they are shown: `locale=de-DE, has slot date`."""
        return ", ".join(map(str, self.conditions))


@dataclass(frozen=True)
class SliceSearch:
    """What was searched, and the slices found, the highest score first.

    `n` pairs, of which `n_negative_flips` flipped; `n_looked_at` slices that their size did not rule out, of which
    `n_counted` were counted and the others pruned.
    """

    unit: Unit
    columns: tuple[str, ...]
    depth: int
    min_support: int
    n: int
    n_negative_flips: int
    n_looked_at: int
    n_counted: int
    slices: tuple[FoundSlice, ...]


def default_min_support(n: int) -> int:
    """Return the fewest pairs of a slice where nothing is said: 30, or one in a thousand where that is more.

    >>> default_min_support(3_000), default_min_support(1_000_000)
    (30, 1000)
    """
    return max(30, ceil(n / 1000))


def find_slices(
    frame: Countable,
    unit: Unit = "frame",
    columns: Sequence[str] | None = None,
    depth: int = MAX_DEPTH,
    min_support: int | None = None,
    top: int = 10,
    at_step: Step = go_on,
) -> SliceSearch:
    """Find the slices of a pair frame, whole or in parts, whose NFR is far above the rest; the first `top` of them.

    `columns` are searched, `default_columns` where none are named; `slots` stands for the names of the gold's slots,
    `length` for the length of the text; `frequency_band` has to be added before (`bands`). Slices of one score stand
    the simplest first, then in the order of the columns.
    Nothing is found where nothing flipped, or everything did.

    `at_step` is called all along, hundreds of times a second once the columns are read; what it raises ends the search.

    Raises `UnknownColumn`, and ValueError for the unit `slot`, a column of lists, and numbers out of range.
    """
    if not 1 <= depth <= MAX_DEPTH:
        raise ValueError(f"a slice has 1 to {MAX_DEPTH} conditions, not {depth}")
    if top < 0 or (min_support is not None and min_support < 1):
        raise ValueError(f"top must be at least 0 and min_support at least 1: {top}, {min_support}")
    columns = default_columns(frame) if columns is None else tuple(dict.fromkeys(columns))
    features = read_features(frame, unit, columns, at_step)
    n, n_flips = len(features.flipped), int(features.flipped.sum())
    min_support = default_min_support(n) if min_support is None else min_support
    about = (unit, columns, depth, min_support, n, n_flips)
    if n_flips == 0:
        return SliceSearch(*about, n_looked_at=0, n_counted=0, slices=())
    cube = build_cube(features, min_support, at_step)
    lattice = search_lattice(cube, depth, min_support, at_step)
    found = (_found(one, cube, lattice.n_looked_at) for one in choose(cube, lattice, top))
    return SliceSearch(*about, lattice.n_looked_at, lattice.n_counted, tuple(found))


def _found(one: Scored, cube: SliceCube, n_looked_at: int) -> FoundSlice:
    n_rest, n_flips_rest = cube.n_all - one.n, cube.n_flips_all - one.n_flips
    nfr, nfr_rest = one.n_flips / one.n, n_flips_rest / n_rest
    p = enrichment_p_value(one.n_flips, one.n, cube.n_flips_all, cube.n_all)
    return FoundSlice(
        conditions=tuple(cube.conditions[member] for member in one.members),
        n=one.n,
        n_negative_flips=one.n_flips,
        nfr=nfr,
        nfr_interval=wilson(one.n_flips, one.n),
        nfr_rest=nfr_rest,
        times_rest=nfr / nfr_rest if nfr_rest else None,
        score=one.score,
        p=p,
        p_corrected=min(1.0, p * n_looked_at),
    )
