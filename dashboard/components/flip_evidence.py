"""What the set says about one utterance, kept between reruns as `dashboard.cache` does: by fingerprint, never stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from analysis.breakdown import break_down_by
from analysis.counts import NO_UNITS, FlipCounts
from analysis.flips import fetch
from analysis.same_text import MOST_DOUBLES, rows_of_text
from analysis.selection import Selection, select
from analysis.similar import Neighbour, Text, most_alike, rows_to_compare
from analysis.suspicion import OddOneOut, OtherGold, Reading, odd_one_out, other_gold, reading_of
from dashboard.cache import key_of, whole_rows
from dashboard.figures.utterance import Utterance, gold_reading, read_utterance
from loaders.comparison import Comparison
from loaders.normalise import normalise
from loaders.schema import Unit

_MAX_RESULTS: Final = 512
_NEAREST: Final = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """The utterances whose text is most like this one, and what speaks against its gold."""

    neighbours: tuple[Neighbour, ...]
    other_gold: OtherGold | None
    odd_one_out: OddOneOut | None


def evidence(comparison: Comparison, utterance: Utterance) -> Evidence:
    """Return the neighbours of an utterance and what they and its doubles say of its gold."""
    return _evidence(comparison, utterance, key_of(comparison), utterance.row)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _evidence(_comparison: Comparison, _utterance: Utterance, key: tuple[str, ...], row: int) -> Evidence:
    neighbours = _neighbours(_comparison, _utterance)
    candidate, locale = _utterance.candidate.intent, _utterance.locale
    near = [(one.text.intent, one.likeness) for one in neighbours if one.text.locale == locale]
    doubles = _golds_of_same_text(_comparison, _utterance)
    return Evidence(
        neighbours,
        other_gold(gold_reading(_utterance), locale, doubles, at_least=len(doubles) == MOST_DOUBLES),
        odd_one_out(_utterance.intent, candidate, locale, near),
    )


def _neighbours(comparison: Comparison, utterance: Utterance) -> tuple[Neighbour, ...]:
    answers = (utterance.baseline.intent, utterance.candidate.intent)
    intents = {utterance.intent, *(intent for intent in answers if intent is not None)}
    rows = rows_to_compare(comparison.pairs(), utterance.row, utterance.locale, intents)
    found = fetch(comparison.utterances(), rows, ("locale", "intent", "text"))
    own = Text(utterance.row, utterance.locale, utterance.intent, utterance.text)
    return most_alike(own, (Text(**one) for one in found), normalise, _NEAREST)


def _golds_of_same_text(comparison: Comparison, utterance: Utterance) -> list[Reading]:
    rows = rows_of_text(comparison.pairs(), utterance.row, utterance.locale, utterance.text, normalise)
    found = fetch(comparison.utterances(), rows, ("intent", "slots"))
    slots = ([(slot["name"], slot["value"]) for slot in one["slots"] or ()] for one in found)
    return [reading_of(one["intent"], pairs, normalise) for one, pairs in zip(found, slots, strict=True)]


def outcomes_of(comparison: Comparison, selection: Selection) -> FlipCounts:
    """Return how many of the selected utterances came out in which way."""
    return _outcomes(comparison, key_of(comparison), selection)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _outcomes(_comparison: Comparison, key: tuple[str, ...], selection: Selection) -> FlipCounts:
    slices = break_down_by(select(_comparison.pairs(), selection), [selection.unit])
    return slices[0].counts if slices else NO_UNITS


def whole_utterances(comparison: Comparison, rows: Sequence[int], unit: Unit) -> tuple[Utterance, ...]:
    """Return these utterances with both answers, in the order given."""
    return _whole(comparison, key_of(comparison), tuple(rows), unit)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _whole(_comparison: Comparison, key: tuple[str, ...], rows: tuple[int, ...], unit: Unit) -> tuple[Utterance, ...]:
    return tuple(read_utterance(row, unit) for row in whole_rows(_comparison, rows))
