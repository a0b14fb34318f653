"""What the page Annotation shows, read from its address line; what is stale or hostile there is told in a note."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from analysis.annotation.suspect_list import SHOWN, SuspectFilter
from analysis.annotation.suspect_table import SuspectTable
from analysis.text_search import check_search
from dashboard import wording
from dashboard.components.link_values import first_value, quoted, whole_number
from dashboard.state import VIEW_PARAMETERS, Parameters

PAGE_SIZE: Final = 25
COLUMNS: Final = ("locale", "domain", "intent", "annotator", "guideline_version")
"""Columns of the set that have a filter, by the parameter of their name."""

OWN_PARAMETERS: Final = (*COLUMNS, "pair", "detector", "since", "until", "show", "flips", "q", "page", "row")
BROKE: Final = "broke"
"""Value of `flips` that keeps negative flips alone."""

_LONGEST: Final = 200
_MOST_VALUES: Final = 200
_MOST_NOTES: Final = 4
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class SuspectAddress:
    """The filter, whether only negative flips and what text is asked for, the page (from 1), the utterance.

    `notes` tell what of a link was left out; `unread` is the search as typed where it is no expression.
    """

    asked: SuspectFilter = field(default_factory=SuspectFilter)
    only_broke: bool = False
    search: str = ""
    page: int = 1
    row: int | None = None
    notes: tuple[str, ...] = ()
    unread: str = ""

    def parameters(self) -> Parameters:
        """Return the query parameters of this address; defaults stay out of the link."""
        asked = self.asked
        found: Parameters = {column: list(values) for column, values in asked.where if values}
        several = {"pair": asked.pairs, "detector": asked.detectors}
        found |= {name: list(values) for name, values in several.items() if values}
        single = {
            "since": asked.since,
            "until": asked.until,
            "show": "" if asked.shown == SHOWN[0] else asked.shown,
            "flips": BROKE if self.only_broke else "",
            "q": self.search,
            "page": str(self.page) if self.page > 1 else "",
            "row": "" if self.row is None else str(self.row),
        }
        return found | {name: value for name, value in single.items() if value}

    def filters(self) -> "SuspectAddress":
        """Return the address with what decides which suspects are listed, and no more."""
        return SuspectAddress(self.asked, self.only_broke, self.search)

    def narrowed(self, asked: SuspectFilter) -> "SuspectAddress":
        """Return the address of another filter, at the first page."""
        return replace(self, asked=asked, page=1, row=None)

    def with_values(self, column: str, values: tuple[str, ...]) -> "SuspectAddress":
        """Return the address with these values for a column; none takes the column out."""
        kept = self.asked.without_columns(column).where
        return self.narrowed(replace(self.asked, where=(*kept, (column, values)) if values else kept))

    def without(self, parameter: str) -> "SuspectAddress":
        """Return the address without the filter of a parameter; `days` are both days."""
        if parameter in COLUMNS:
            return self.with_values(parameter, ())
        changes: dict[str, Callable[[], SuspectAddress]] = {
            "pair": lambda: self.narrowed(replace(self.asked, pairs=())),
            "detector": lambda: self.narrowed(replace(self.asked, detectors=())),
            "days": lambda: self.narrowed(replace(self.asked, since="", until="")),
            "flips": lambda: replace(self, only_broke=False, page=1, row=None),
            "q": lambda: replace(self, search="", page=1, row=None),
        }
        return changes[parameter]()

    def cleared(self) -> "SuspectAddress":
        """Return the address without any filter but how suspect an utterance must be."""
        return SuspectAddress(SuspectFilter(shown=self.asked.shown))


def read_suspect_address(parameters: Mapping[str, list[str]], table: SuspectTable) -> SuspectAddress:
    """Read query parameters (all values of each). Never raises: what cannot be meant is left out and noted."""
    notes: list[str] = []
    search, unread = _read_search(first_value(parameters, "q"), notes)
    where = []
    for column in COLUMNS:
        values = tuple(dict.fromkeys(parameters.get(column, [])[:_MOST_VALUES]))
        if values:
            where.append((column, values))
            there = {"" if value is None else str(value) for value in _values(table, column)}
            _note_unknown(column.replace("_", " "), [one for one in values if one not in there], notes)
    pairs = tuple(dict.fromkeys(parameters.get("pair", [])[:_MOST_VALUES]))
    _note_unknown("label pair", [one for one in pairs if one not in {pair.text for pair in table.pairs}], notes)
    asked_detectors = parameters.get("detector", [])
    _note_unknown("detector", [one for one in asked_detectors if one not in table.detectors], notes)
    detectors = tuple(one for one in table.detectors if one in asked_detectors)
    shown = next((one for one in SHOWN if one == first_value(parameters, "show")), SHOWN[0])
    since, until = (first_value(parameters, name)[:10] for name in ("since", "until"))
    row = whole_number(first_value(parameters, "row"))
    if first_value(parameters, "row") and (row is None or row >= len(table.rows)):
        notes.append(f"The link asks for utterance {quoted(first_value(parameters, 'row'))}, which is not in this set.")
        row = None
    return SuspectAddress(
        SuspectFilter(tuple(where), pairs, detectors, since, until, shown),
        first_value(parameters, "flips") == BROKE,
        search,
        whole_number(first_value(parameters, "page")) or 1,
        row,
        tuple(notes[:_MOST_NOTES]),
        unread,
    )


def note_unread_parameters(asked: list[str]) -> str:
    """Say which parameters of a link mean nothing on this page, "" where each does.

    >>> note_unread_parameters(["locale", "sort"])
    'The link has “sort”, which means nothing here.'
    """
    unread = [name for name in asked if name not in (*VIEW_PARAMETERS, *OWN_PARAMETERS, "sample")]
    if not unread:
        return ""
    means = "means" if len(unread) == 1 else "mean"
    named = wording.listed([quoted(name) for name in unread[:_MOST_NAMED]])
    return f"The link has {named}, which {means} nothing here."


def _values(table: SuspectTable, column: str) -> tuple[object, ...]:
    return table.columns[column].values if column in table.columns else ()


def _read_search(asked: str, notes: list[str]) -> tuple[str, str]:
    asked = asked[:_LONGEST]
    try:
        check_search(asked)
    except ValueError as error:
        notes.append(f"Nothing is searched for: {error}.")
        return "", asked
    return asked, ""


def _note_unknown(what: str, unknown: list[str], notes: list[str]) -> None:
    if unknown:
        are = "is" if len(unknown) == 1 else "are"
        named = " and ".join(quoted(value) for value in unknown[:_MOST_NAMED])
        notes.append(f"The link asks for {what} {named}, which {are} not in this list.")
