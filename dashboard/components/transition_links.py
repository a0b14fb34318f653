"""From a cell of the transitions to exactly its utterances on the Flips page."""

from typing import Final

from analysis.causes import Cause
from analysis.move_grid import Cell
from dashboard.components.transition_results import OUTCOMES_OF, Shown
from dashboard.state import FlipFilter
from loaders.schema import Unit

MOST_VALUES: Final = 200
"""The Flips page takes so many values of a column."""

_MOVED: Final[tuple[Cause, ...]] = ("no_answer", "intent_changed")


def flips_of_cell(cell: Cell, shown: Shown, unit: Unit, locale: str | None) -> FlipFilter | None:
    """Return the filter that lists the utterances of a cell, no more and no less; None where there is none.

    `unit` is that of `judged_by`. Among intents that moved to each other may be utterances that kept theirs. Where the
    right answer's intent is known, of a flip judged by frame or intent, its causes tell them apart.
    """
    if max(len(cell.baseline_intents), len(cell.candidate_intents)) > MOST_VALUES:
        return None
    causes: tuple[Cause, ...] = ()
    if cell.holds_kept:
        if unit not in ("frame", "intent"):
            return None
        causes = _MOVED
    return flips_of_intents(cell.baseline_intents, cell.candidate_intents, shown, locale, causes)


def flips_of_intents(
    baseline: tuple[str | None, ...],
    candidate: tuple[str | None, ...],
    shown: Shown,
    locale: str | None,
    causes: tuple[Cause, ...] = (),
) -> FlipFilter:
    """Return the filter of what went from any of these intents to any of those (None: no prediction)."""
    where: list[tuple[str, tuple[str, ...]]] = [] if locale is None else [("locale", (locale,))]
    for column, intents in (("baseline_intent", baseline), ("candidate_intent", candidate)):
        where.append((column, tuple(intent or "" for intent in intents)))
    return FlipFilter(OUTCOMES_OF[shown], tuple(where), causes=causes)
