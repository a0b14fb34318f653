"""The share of golds that are suspect, by domain and locale, as the cells of the heat map."""

from collections.abc import Sequence
from typing import Final

from analysis.annotation.suspect_counts import SuspectShare
from analysis.annotation.suspect_list import Shown
from analysis.effective_size import enough
from analysis.intervals import wilson
from dashboard import wording
from dashboard.figures.heat_measures import Cell, HeatMeasure, Place

_REACH: Final[dict[Shown, float]] = {"likely": 0.15, "alone": 0.15, "flagged": 0.5, "all": 1.0}
"""Where the colours end, fixed so that two sets can be held side by side; what one detector flags is far more."""


def suspect_measure(shown: Shown) -> HeatMeasure:
    """Return what the map shows of suspects that are asked for in this way."""
    meaning = "Share of all golds of a cell that are in the list"
    return HeatMeasure("suspects", "Suspects", "Suspects, % of the golds", meaning, _REACH[shown], lists="its suspects")


def suspect_cells(shares: Sequence[SuspectShare]) -> dict[Place, Cell]:
    """Return the cells from shares by domain and locale, in this order."""
    return {(domain, locale): _cell(share) for share in shares for domain, locale in [share.values]}


def _cell(share: SuspectShare) -> Cell:
    interval = wording.limits(wilson(share.n_suspects, share.n), 1)
    told = f"{wording.count(share.n_suspects)} of {wording.plural(share.n, 'gold')} (95 %: {interval})"
    return Cell(share.n_suspects / share.n, share.n, enough(share.n), told)
