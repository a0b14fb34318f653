"""How an annotator chooses between two intents, where nobody can say what others would have made of an utterance.

A small set without parallel requests teaches no model what a text means, least of all where one annotator labelled most
of it. Yet who labels as Y what others label as X has too many Y among all that is X or Y. The pairs looked at are, in
each locale, an intent and the `NEXT` ones that a model takes its utterances for most often, in both directions.

Too many Y may also come of other requests: a locale asks more for Y, a batch of days was all Y. So a stretch that is
unusual beside everyone, `Look.stretch`, has to be so twice more, `p_confirmed`: beside all that was labelled X or Y in
the same locales, at any time by anyone, and beside what anyone labelled X or Y in the same days, in any locale. What
remains is an annotator who alone, in that time alone, was given other requests: no label can tell that from a break.

It takes many labels: of 40 made-up sets with a complete drift of 16 labels it was found in 39, with 9 in 17, with 4 in
2, and with half a drift of 7 in 1 (`benchmarks/README.md`, where the false alarms are). Of what is listed, those that
would have been Y anyway are right.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.stats import hypergeom

from analysis.annotation.break_looks import FEWEST, Look, days_in, split_by
from analysis.annotation.comparable import Comparable
from analysis.annotation.golds import Golds
from analysis.annotation.learned_intents import LearnedIntents
from analysis.annotation.others_vote import not_null
from analysis.annotation.suspect import NO_SLOT
from analysis.annotation.window_scan import most_unusual_stretch
from analysis.arrow_codes import Codes

NEXT: Final = 2


def choice_looks(golds: Golds, learned: LearnedIntents) -> Iterator[Look]:
    """Look at each annotator's choices over time; at none where the set has parallel requests, which say more."""
    if "annotator" not in golds.further or _has_parallel(golds):
        return
    days, intents = days_in(golds), golds.intents.codes
    names = golds.further["annotator"]
    on = days.codes if days else np.zeros(len(golds), dtype=np.int64)
    there = np.flatnonzero(not_null(names))
    of_intent = dict(split_by(there, intents[there]))
    pairs = {locale: _pairs(golds, learned, locale) for locale in range(len(golds.locales.values))}
    compared: dict[tuple[int, int], Comparable] = {}
    for name, mine in split_by(there, names.codes[there]):
        held = dict(split_by(mine, intents[mine]))
        nothing = np.zeros(0, dtype=np.int64)
        for x, y in sorted(set().union(*(pairs[one] for one in np.unique(golds.locales.codes[mine]).tolist()))):
            own = np.concatenate([held.get(x, nothing), held.get(y, nothing)])
            if len(own) < FEWEST or min(len(of_intent.get(one, nothing)) for one in (x, y)) < FEWEST:
                continue
            of = compared.setdefault((x, y), _compare(golds, of_intent[x], of_intent[y], x))
            n_hits = len(of_intent[y])
            stretch = most_unusual_stretch(on[own], intents[own] == y, len(of.places), n_hits, days is None)
            at = np.searchsorted(of.places, np.sort(own))
            yield Look("annotator", str(names.values[name]), of, x, y, at, len(of.places), n_hits, stretch)


def p_confirmed(golds: Golds, look: Look) -> float:
    """Return the p of a look's stretch beside the same locales and beside the same days: the greater of the two.

    Both times `looks` as many stretches were looked at.
    """
    stretch = look.stretch
    assert stretch is not None
    days, of = days_in(golds), look.of
    on = days.codes[of.places] if days else np.zeros(len(of.places), dtype=np.int64)
    locales = golds.locales.codes[of.places]
    within = (on >= stretch.first) & (on <= stretch.last)
    beside = (np.isin(locales, np.unique(locales[look.own])), within)
    p = [
        float(hypergeom.sf(stretch.n_hits - 1, among.sum(), (of.given[among] == look.given).sum(), stretch.n))
        for among in beside
    ]
    return min(1.0, max(p) * stretch.n_looks)


def _has_parallel(golds: Golds) -> bool:
    return "parallel_id" in golds.further and bool(not_null(golds.further["parallel_id"]).any())


def _pairs(golds: Golds, learned: LearnedIntents, locale: int) -> set[tuple[int, int]]:
    there = np.flatnonzero((golds.locales.codes == locale) & learned.known)
    found: set[tuple[int, int]] = set()
    for y, of_y in split_by(there, golds.intents.codes[there]):
        counts = np.bincount(learned.other[of_y])
        nearest = np.argsort(-counts, kind="stable")[:NEXT]
        for x in nearest[counts[nearest] > 0].tolist():
            found |= {(x, y), (y, x)}
    return found


def _compare(golds: Golds, of_x: Codes, of_y: Codes, x: int) -> Comparable:
    places = np.sort(np.concatenate([of_x, of_y]))
    none, expected = np.full(len(places), NO_SLOT, dtype=np.int64), np.full(len(places), x, dtype=np.int64)
    labels = tuple(str(intent) for intent in golds.intents.values)
    return Comparable("choice", places, none, expected, golds.intents.codes[places], labels)
