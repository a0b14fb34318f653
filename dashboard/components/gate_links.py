"""From a check that did not pass to what is behind it."""

from collections.abc import Collection, Mapping
from html import escape
from urllib.parse import urlencode

from analysis.derived import DERIVED
from analysis.frames import Value
from analysis.gate.policy import Check
from dashboard.components.must_pass_table import MOST
from dashboard.state import FlipFilter, Parameters, View
from loaders.schema import Unit


def link_of(check: Check | None, values: Mapping[str, Value], view: View, columns: Collection[str]) -> str:
    """Return a link to what a check is about, in a slice of these values; empty where no page shows that.

    A figure of `compare` or `adjudicate` leads to what broke there, a must-pass list of the most frequent to that
    list, the data to the page Data, and so does what is no check of a policy: how the runs differ. `columns` are those
    that the Flips page can filter by.
    """
    if check is None:
        return _link("data", view.parameters(), "the data")
    source = check.metric.source
    if source in ("compare", "adjudicated"):
        return _flips(check, values, view, columns)
    if source == "must_pass" and check.top is not None and check.top <= MOST and not check.where:
        return _link("traffic", _view(check, view).parameters() | {"top": str(check.top)}, "the list")
    return _link("data", view.parameters(), "the data") if source == "data" else ""


def _flips(check: Check, values: Mapping[str, Value], view: View, columns: Collection[str]) -> str:
    where = {column: tuple(value or "" for value in alternatives) for column, alternatives in check.where}
    where |= {column: (_written(value),) for column, value in values.items()}
    if not set(where) <= {*columns, *DERIVED}:
        return ""
    flips = FlipFilter(where=tuple(where.items()))
    return _link("flips", _view(check, view).parameters() | flips.parameters(), "what broke")


def _view(check: Check, view: View) -> View:
    """Judge by the unit of the check; of single slots the Flips page lists utterances with a wrong one."""
    unit: Unit = "slots" if check.unit == "slot" else check.unit or "frame"
    return View(view.evalset, view.baseline, view.candidate, unit, view.weight)


def _written(value: Value) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _link(page: str, parameters: Parameters, label: str) -> str:
    query = urlencode(parameters, doseq=True)
    return f'<a href="{page}?{escape(query)}" target="_self">{label}</a>'
