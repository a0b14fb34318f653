"""What stands beside a suspect in the set: the same text, nearly the same, the same request elsewhere; with golds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from analysis.flips import fetch, page_rows
from analysis.same_text import rows_of_text
from analysis.selection import Selection
from analysis.similar import Text, most_alike, rows_to_compare
from dashboard.components.suspect_results import golds_at
from dashboard.figures.gold import Gold
from loaders.comparison import Comparison
from loaders.normalise import normalise

_MAX_RESULTS: Final = 512
_NEAREST: Final = 40
_MOST_COMPARED: Final = 1_500
_MOST_OF_EACH: Final = 3
_MOST_TWINS: Final = 6
_MOST_READ: Final = 100
_MOST_LOCALES: Final = 50


@dataclass(frozen=True, slots=True)
class Beside:
    """Golds to hold beside one: `twins` have its text and locale, `n_twins` of them in all; `near` are nearly the same.

    `near` has the nearest with another intent first, then the nearest with the same, and how many have the text.
    `elsewhere` are the same request in other locales.
    """

    twins: tuple[Gold, ...]
    n_twins: int
    near: tuple[tuple[Gold, int], ...]
    elsewhere: tuple[Gold, ...]


def beside(comparison: Comparison, gold: Gold, intents: Sequence[str]) -> Beside:
    """Return what stands beside a gold; the nearest are looked for among its intent and these `intents`."""
    return _beside(comparison, gold, comparison.evalset.fingerprint, gold.row, tuple(sorted({gold.intent, *intents})))


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _beside(_comparison: Comparison, _gold: Gold, fingerprint: str, row: int, intents: tuple[str, ...]) -> Beside:
    same = rows_of_text(_comparison.utterances(), row, _gold.locale, _gold.text, normalise)
    twins = sorted(golds_at(_comparison, same[:_MOST_READ]), key=lambda one: _agrees(one, _gold))
    near = _near(_comparison, _gold, intents)
    return Beside(tuple(twins[:_MOST_TWINS]), len(same), near, _elsewhere(_comparison, _gold))


def _agrees(other: Gold, gold: Gold) -> bool:
    return other.intent == gold.intent and sorted(other.slots, key=str) == sorted(gold.slots, key=str)


def _near(comparison: Comparison, gold: Gold, intents: Sequence[str]) -> tuple[tuple[Gold, int], ...]:
    rows = rows_to_compare(comparison.utterances(), gold.row, gold.locale, intents, _MOST_COMPARED)
    found = fetch(comparison.utterances_at(rows), rows, ("locale", "intent", "text"))
    own = Text(gold.row, gold.locale, gold.intent, gold.text)
    found_near = most_alike(own, (Text(**one) for one in found), normalise, _NEAREST)
    alike = [one for one in found_near if _is_near(one.text, own)]
    others = [one for one in alike if one.text.intent != gold.intent][:_MOST_OF_EACH]
    alikes = [one for one in alike if one.text.intent == gold.intent][:_MOST_OF_EACH]
    kept = [*others, *alikes]
    golds = golds_at(comparison, [one.text.row for one in kept])
    return tuple(zip(golds, (one.n for one in kept), strict=True))


def _is_near(other: Text, own: Text) -> bool:
    return other.locale == own.locale and normalise(other.text) != normalise(own.text)


def _elsewhere(comparison: Comparison, gold: Gold) -> tuple[Gold, ...]:
    if not gold.parallel_id:
        return ()
    same = Selection(where=(("parallel_id", (gold.parallel_id,)),))
    rows = page_rows(comparison.utterances(), same, "row", False, 0, _MOST_LOCALES)
    found = golds_at(comparison, [row for row in rows if row != gold.row])
    return tuple(sorted(found, key=lambda one: (one.locale, one.row)))
