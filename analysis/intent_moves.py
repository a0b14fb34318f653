"""Utterances whose intent differs between the two runs, pair by pair, and which pairs mostly stand in one locale."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from analysis.enrichment import enrichment_p_value
from analysis.many_slices import benjamini_hochberg
from analysis.tests_of_change import ALPHA
from analysis.transitions import Transition

Intents: TypeAlias = "tuple[str | None, str | None]"
"""Baseline intent, candidate intent; None is the intent of a missing prediction."""


@dataclass(frozen=True)
class Move:
    """One transition from an intent to another, over all golds and locales.

    `n` is the sum of the weight where one is given, `n_units` the plain number of utterances, `n_units_of_locale` the
    same by locale.
    """

    intents: Intents
    n: int
    n_units: int
    n_units_of_locale: Mapping[str, int]


@dataclass(frozen=True)
class Moves:
    """The moves, the most frequent first; `kept` counts utterances whose intent both runs agree on, by that intent.

    `n_kept` is the weight of the latter. Moves and kept are all that was selected.
    """

    moves: tuple[Move, ...]
    kept: Mapping[str | None, int]
    n_kept: int

    @property
    def n(self) -> int:
        """All that moved."""
        return sum(move.n for move in self.moves)

    @property
    def n_units(self) -> int:
        """The plain number of utterances that moved."""
        return sum(move.n_units for move in self.moves)


@dataclass(frozen=True)
class Place:
    """Where most of a move stands: `n_units` of `n_units_all` utterances in one locale, `q_value` how likely chance."""

    locale: str
    n_units: int
    n_units_all: int
    q_value: float


def moves_of(transitions: Iterable[Transition]) -> Moves:
    """Sum transitions that are told apart by `locale` over golds, outcomes and locales.

    Ties stand in the order of the intents, None first. Nothing gives no moves.
    """
    n: Counter[Intents] = Counter()
    by_locale: defaultdict[Intents, Counter[str]] = defaultdict(Counter)
    kept: Counter[str | None] = Counter()
    n_kept = 0
    for one in transitions:
        intents = (one.baseline_intent, one.candidate_intent)
        if intents[0] == intents[1]:
            kept[intents[0]] += one.n_units
            n_kept += one.n
            continue
        n[intents] += one.n
        by_locale[intents][str(one.values["locale"])] += one.n_units
    ranked = sorted(n, key=lambda intents: (-n[intents], *(intent or "" for intent in intents)))
    moves = (Move(one, n[one], by_locale[one].total(), dict(by_locale[one])) for one in ranked)
    return Moves(tuple(moves), dict(kept), n_kept)


def mostly_in_one_locale(moves: Sequence[Move], n_units_of_locale: Mapping[str, int]) -> dict[Intents, Place]:
    """Return the moves of which more than half stand in one locale, and more than chance would put there.

    `n_units_of_locale` counts all utterances, moved or not. For each move its most frequent locale is tested (Fisher,
    one-sided; times the number of locales, for the locale was chosen by the move itself), then Benjamini and Hochberg
    over the moves. Nothing is found where all utterances are of one locale.
    """
    n_all = sum(n_units_of_locale.values())
    tops = [min(move.n_units_of_locale.items(), key=lambda entry: (-entry[1], entry[0])) for move in moves]
    p_values = [
        min(1.0, len(n_units_of_locale) * enrichment_p_value(n, n_units_of_locale[locale], move.n_units, n_all))
        for move, (locale, n) in zip(moves, tops, strict=True)
    ]
    places = {}
    for move, (locale, n), q in zip(moves, tops, benjamini_hochberg(p_values), strict=True):
        if q is not None and q <= ALPHA and 2 * n > move.n_units:
            places[move.intents] = Place(locale, n, move.n_units, q)
    return places
