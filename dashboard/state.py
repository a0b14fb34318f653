"""What a view shows, as plain text in the URL: a link shows a colleague the same view. No Streamlit here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analysis.causes import CAUSES, Cause
from analysis.selection import Selection
from loaders.schema import OUTCOMES, UTTERANCE_UNITS, Outcome, Unit

SLICE_PARAMETERS: Final = ("locale", "domain", "intent")
"""Columns that have a filter of their own on the Flips page; any other goes through `where`."""

VIEW_PARAMETERS: Final = ("evalset", "baseline", "candidate", "unit", "count")
"""What the sidebar reads of a link, on every page."""

Parameters = dict[str, str | list[str]]
"""Query parameters as `st.page_link` and `st.switch_page` take them."""


@dataclass(frozen=True, slots=True)
class View:
    """Which comparison is looked at, judged by what, counted how."""

    evalset: str
    baseline: str
    candidate: str
    unit: Unit = "frame"
    weight: str | None = None

    def parameters(self) -> Parameters:
        """Return the query parameters that lead to this view; defaults stay out of the link."""
        return dict(self.texts())

    def texts(self) -> dict[str, str]:
        """Return the same parameters, each of which is one text."""
        found = {"evalset": self.evalset, "baseline": self.baseline, "candidate": self.candidate}
        if self.unit != "frame":
            found["unit"] = self.unit
        if self.weight:
            found["count"] = "traffic"
        return found


@dataclass(frozen=True, slots=True)
class FlipFilter:
    """Which flips are listed; the empty filter lists what broke."""

    outcomes: tuple[Outcome, ...] = ("negative_flip",)
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    search: str = ""
    causes: tuple[Cause, ...] = ()

    def parameters(self) -> Parameters:
        """Return the query parameters of this filter."""
        found: Parameters = {}
        if self.outcomes != ("negative_flip",):
            found["outcome"] = list(self.outcomes) or ["all"]
        others: list[str] = []
        for column, values in self.where:
            if column in SLICE_PARAMETERS:
                found[column] = list(values)
            else:
                others += [f"{column}={value}" for value in values]
        if others:
            found["where"] = others
        if self.causes:
            found["cause"] = list(self.causes)
        if self.search:
            found["q"] = self.search
        return found

    def selection(self, unit: Unit) -> Selection:
        """Return what the analysis selects."""
        return Selection(unit, self.outcomes, self.where, self.search, self.causes)


def read_filter(parameters: Mapping[str, list[str]]) -> FlipFilter:
    """Read a filter from query parameters (all values of each); what makes no sense is left out.

    >>> read_filter({"locale": ["de-DE"], "outcome": ["positive_flip"], "where": ["device=car"]}).where
    (('locale', ('de-DE',)), ('device', ('car',)))
    """
    asked = parameters.get("outcome", [])
    outcomes: tuple[Outcome, ...] = tuple(outcome for outcome in OUTCOMES if outcome in asked)
    if not outcomes and "all" not in asked:
        outcomes = ("negative_flip",)
    where: dict[str, list[str]] = {column: parameters[column] for column in SLICE_PARAMETERS if parameters.get(column)}
    for condition in parameters.get("where", []):
        column, equals, value = condition.partition("=")
        if equals:
            where.setdefault(column, []).append(value)
    search = (parameters.get("q") or [""])[0]
    causes = tuple(cause for cause in CAUSES if cause in parameters.get("cause", []))
    return FlipFilter(outcomes, tuple((column, tuple(values)) for column, values in where.items()), search, causes)


def read_unit(value: str | None) -> Unit:
    """Read the unit of a link; anything unknown is the frame."""
    return next((unit for unit in UTTERANCE_UNITS if unit == value), "frame")
