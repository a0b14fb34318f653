"""What the Flips page shows, read from its address line; whatever is stale or hostile there is left out with a note."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from analysis.sort_keys import LARGEST_FIRST
from analysis.text_search import check_search
from dashboard import wording
from dashboard.components.link_values import first_value, quoted, whole_number
from dashboard.state import SLICE_PARAMETERS, VIEW_PARAMETERS, FlipFilter, Parameters, read_filter

Sort = Literal["frequency", "row", "confidence_drop", "surprise"]
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
"""Orders of the list, the first is the default; all but `row` start with the largest.

Where the set does not say how often an utterance is asked, `frequency` and `row` are one order, and are called that of
the set.
"""

OWN_PARAMETERS: Final = ("outcome", "cause", *SLICE_PARAMETERS, "where", "q", "sort", "page", "row")
PAGE_SIZE: Final = 25

_LONGEST: Final = 200
_MOST_VALUES: Final = 200
_MOST_COLUMNS: Final = 20
_MOST_NOTES: Final = 4
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What a comparison has, against which a link is checked.

    `usable` returns why a column cannot be filtered by these values, "" where it can.
    """

    values: Mapping[str, frozenset[str]]
    usable: Callable[[str, tuple[str, ...]], str]
    n_utterances: int
    has_confidence: bool
    has_traffic: bool


@dataclass(frozen=True, slots=True)
class Address:
    """The filter, the order, the page (from 1) and the chosen row; `notes` tell what of a link was left out.

    `unread` is the search as it was typed, where it is no expression and nothing is searched for.
    """

    flips: FlipFilter = field(default_factory=FlipFilter)
    sort: Sort = "frequency"
    page: int = 1
    row: int | None = None
    notes: tuple[str, ...] = ()
    unread: str = ""

    def parameters(self) -> Parameters:
        """Return the query parameters of this address; defaults stay out of the link."""
        found = self.flips.parameters()
        if self.sort != SORTS[0]:
            found["sort"] = self.sort
        if self.page > 1:
            found["page"] = str(self.page)
        if self.row is not None:
            found["row"] = str(self.row)
        return found

    def with_filter(self, flips: FlipFilter) -> "Address":
        """Return the address of another filter, at the first page."""
        return replace(self, flips=flips, page=1, row=None)

    def with_values(self, column: str, values: Sequence[str]) -> "Address":
        """Return the address with these values for a column; none takes the column out."""
        where = {name: kept for name, kept in self.flips.where if name != column}
        if values:
            where[column] = tuple(values)
        return self.with_filter(replace(self.flips, where=tuple(where.items())))


def read_address(parameters: Mapping[str, list[str]], known: Known) -> Address:
    """Read query parameters (all values of each). Never raises: what cannot be meant is left out and noted."""
    asked = read_filter(parameters)
    notes: list[str] = []
    where = []
    for column, values in asked.where[:_MOST_COLUMNS]:
        kept = _usable_values(column, values[:_MOST_VALUES], known, notes)
        if kept:
            where.append((column, kept))
    search, unread = _read_search(asked.search, notes)
    flips = FlipFilter(asked.outcomes, tuple(where), search, asked.causes)
    sort = _read_sort(first_value(parameters, "sort"), known, notes)
    page = whole_number(first_value(parameters, "page")) or 1
    row = whole_number(first_value(parameters, "row"))
    if first_value(parameters, "row") and (row is None or row >= known.n_utterances):
        notes.append(f"The link asks for utterance {quoted(first_value(parameters, 'row'))}, which is not in this set.")
        row = None
    return Address(flips, sort, page, row, tuple(notes[:_MOST_NOTES]), unread)


def note_unread(asked: Iterable[str], columns: Collection[str]) -> str:
    """Say which parameters of a link mean nothing on this page, "" where each does; a column may have been meant.

    >>> note_unread(["annotator", "locale"], ["annotator"])
    'The link has “annotator”, which means nothing here; to filter by a column, write where=annotator=VALUE.'
    """
    unread = [name for name in asked if name not in (*VIEW_PARAMETERS, *OWN_PARAMETERS)]
    if not unread:
        return ""
    means = "means" if len(unread) == 1 else "mean"
    note = f"The link has {wording.listed([quoted(name) for name in unread[:_MOST_NAMED]])}, which {means} nothing here"
    meant = next((name for name in unread if name in columns), None)
    return f"{note}; to filter by a column, write where={meant}=VALUE." if meant else f"{note}."


def _read_search(asked: str, notes: list[str]) -> tuple[str, str]:
    """Return what is searched for, and what was typed instead of it."""
    asked = asked[:_LONGEST]
    try:
        check_search(asked)
    except ValueError as error:
        notes.insert(0, f"Nothing is searched for: {error}.")
        return "", asked
    return asked, ""


def _usable_values(column: str, values: tuple[str, ...], known: Known, notes: list[str]) -> tuple[str, ...]:
    if column in known.values:
        # A value that nothing has stays in the filter: without it the list would be of everything.
        unknown = [value for value in values if value not in known.values[column]]
        if unknown:
            are = "is" if len(unknown) == 1 else "are"
            named = " and ".join(quoted(value) for value in unknown[:_MOST_NAMED])
            notes.append(f"The link asks for {column} {named}, which {are} not in this set.")
        return tuple(dict.fromkeys(values))
    problem = known.usable(column, values)
    if problem:
        notes.append(f"The filter on {quoted(column)} was left out: {problem}.")
        return ()
    return tuple(dict.fromkeys(values))


def _read_sort(asked: str, known: Known, notes: list[str]) -> Sort:
    sort = next((sort for sort in SORTS if sort == asked), SORTS[0])
    if sort in LARGEST_FIRST and not known.has_confidence:
        notes.append("A run has no confidence, so the list is in its usual order.")
        return SORTS[0]
    if asked == "frequency" and not known.has_traffic:
        notes.append("This set does not say how often an utterance is asked, so the list is in the order of the set.")
    return sort
