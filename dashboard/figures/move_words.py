"""Names and hovers of the figures of transitions, which show the same cells in two ways."""

from collections.abc import Mapping
from typing import Final

from analysis.intent_moves import Intents, Place
from analysis.move_grid import Group, MoveGrid
from dashboard import wording
from dashboard.figures.labels import label, plain

MOST_SAID: Final = 3


def intent_name(intent: str | None) -> str:
    """Return an intent as it is read; not escaped.

    >>> intent_name(None), intent_name("play")
    ('(no prediction)', 'play')
    """
    return wording.NO_ANSWER if intent is None else intent


def group_label(group: Group, most: int) -> str:
    """Return a group's name as a figure can show it, cut to `most` characters."""
    return f"<i>{group_name(group)}</i>" if group.is_others else label(group_name(group), most)


def group_name(group: Group) -> str:
    """Return a group's name in full; not escaped."""
    if group.is_others:
        return f"{wording.count(len(group.intents))} others"
    return intent_name(group.intents[0])


def cell_hover(
    grid: MoveGrid, at: tuple[int, int], places: Mapping[Intents, Place], can_open: bool, weighted: bool
) -> str:
    """Return what pointing at a cell shows: names, counts, shares of all and of the row, where it mostly is."""
    row, column, cell = grid.rows[at[0]], grid.columns[at[1]], grid.cells[at]
    n = wording.count(cell.n)
    lines = [
        f"<b>{plain(group_name(row))} → {plain(group_name(column))}</b>",
        f"{n} of {wording.count(grid.n)} that moved ({wording.percent(cell.n / grid.n)})",
        f"{n} of {wording.count(row.n)} from there ({wording.percent(cell.n / row.n)}), "
        f"of {wording.count(column.n)} to there ({wording.percent(cell.n / column.n)})",
    ]
    if weighted:
        lines.append(wording.plural(cell.n_units, "utterance"))
    place = None if row.is_others or column.is_others else places.get((row.intents[0], column.intents[0]))
    if place is not None:
        lines.append(f"mostly in {plain(place_words(place))}")
    lines.append("click to list them" if can_open else "too mixed for a list of its own: see the transitions below")
    return "<br>".join(lines)


def place_words(place: Place) -> str:
    """Say in which locale a move mostly stands; not escaped.

    >>> place_words(Place("de-DE", 9, 10, 0.001))
    'de-DE: 9 of 10'
    """
    return f"{place.locale}: {wording.count(place.n_units)} of {wording.count(place.n_units_all)}"


def describe_moves(grid: MoveGrid) -> str:
    """Return the figures in words: the most frequent transitions."""
    if not grid.cells:
        return "No intent moved."
    single = {
        at: cell for at, cell in grid.cells.items() if not (grid.rows[at[0]].is_others or grid.columns[at[1]].is_others)
    }
    ranked = sorted(single or grid.cells, key=lambda at: -grid.cells[at].n)[:MOST_SAID]
    said = "; ".join(
        f"{group_name(grid.rows[row])} to {group_name(grid.columns[column])} {wording.count(grid.cells[row, column].n)}"
        for row, column in ranked
    )
    return f"From baseline intent to candidate intent, {wording.count(grid.n)} in all. Most: {said}."
