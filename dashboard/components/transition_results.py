"""What the Transitions page computes, kept between reruns as `dashboard.cache` does: by fingerprint, so never stale."""

from typing import Final, Literal, get_args

import streamlit as st

from analysis.intent_moves import Moves, moves_of
from analysis.parts import Parts
from analysis.selection import Selection
from analysis.transitions import count_transitions
from dashboard.cache import key_of
from loaders.comparison import Comparison
from loaders.schema import Outcome, Unit

Shown = Literal["broke", "fixed", "changed"]
"""What broke, what was fixed, or every utterance whose intent changed, right or wrong."""

SHOWN: Final[tuple[Shown, ...]] = get_args(Shown)

OUTCOMES_OF: Final[dict[Shown, tuple[Outcome, ...]]] = {
    "broke": ("negative_flip",),
    "fixed": ("positive_flip",),
    "changed": ("negative_flip", "positive_flip", "both_wrong_different"),
}
"""The outcomes of what is shown; of all that changed they are those of the intent: `judged_by`."""

_MAX_RESULTS: Final = 256


def judged_by(shown: Shown, unit: Unit) -> Unit:
    """Return the unit whose outcomes select what is shown: two intents differ where the intent's outcome says so."""
    return "intent" if shown == "changed" else unit


def intent_moves(comparison: Comparison, unit: Unit, shown: Shown, locale: str | None, weight: str | None) -> Moves:
    """Return the moves of what is shown, of one locale or all."""
    return _moves(comparison, key_of(comparison), judged_by(shown, unit), shown, locale, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting…")
def _moves(
    _comparison: Comparison, key: tuple[str, ...], unit: Unit, shown: Shown, locale: str | None, weight: str | None
) -> Moves:
    where = () if locale is None else (("locale", (locale,)),)
    selection = Selection(unit, OUTCOMES_OF[shown], where)
    return moves_of(count_transitions(Parts(_comparison.pairs_in_parts()), selection, ("locale",), weight=weight))
