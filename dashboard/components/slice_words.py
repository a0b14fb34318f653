"""What the Slices page says in words: the worst slice, what was searched, and what would have been found."""

from html import escape

from analysis.intervals import wilson
from analysis.slice_power import least_flips_to_stand_out
from analysis.slice_search import SliceSearch
from dashboard import wording
from dashboard.components.slice_links import conditions_text
from dashboard.components.tiles import Tile
from dashboard.state import View


def title_of(search: SliceSearch) -> str:
    """Return the title as Markdown: the slice that stands out most, and how far."""
    if not search.n:
        return "Nothing to compare."
    if not search.n_negative_flips:
        return "Nothing broke, so there is no slice to find."
    if not search.slices:
        return "No slice is far above the rest."
    first = search.slices[0]
    where = conditions_text(first.conditions)
    if first.times_rest is None:
        return f"It broke only where {where}."
    return f"It broke {first.times_rest:.1f} times as often where {where}."


def lede_of(search: SliceSearch, view: View) -> str:
    """Return the sentence below the title as HTML: how many stand out, of how many looked at, where."""
    baseline, candidate = escape(view.baseline), escape(view.candidate)
    found = wording.plural(len(search.slices), "slice") if search.slices else "No slice"
    stands = "stands" if len(search.slices) <= 1 else "stand"
    columns = ", ".join(escape(column.replace("_", " ")) for column in search.columns)
    return (
        f"<b>{found}</b> {stands} out from the rest, beyond chance, of {wording.count(search.n_looked_at)} looked at "
        f"in {columns}, from <bdi>{baseline}</bdi> to <bdi>{candidate}</bdi>."
    )


def tiles_of(search: SliceSearch) -> list[Tile]:
    """Return what broke in all, the share of it that the slices hold at most, and what a slice needs to stand out."""
    n, broke = search.n, search.n_negative_flips
    first = search.slices[0] if search.slices else None
    tiles = [
        Tile(
            "Broke, everywhere",
            wording.percent(broke / n if n else None, 2),
            f"{wording.count(broke)} of {wording.count(n)} utterances",
            "NFR: right before, wrong now, of all utterances; each counts once, whatever its traffic.",
            "broke",
            wording.limits(wilson(broke, n)),
        )
    ]
    if first is not None:
        tiles.append(
            Tile(
                "In the worst slice",
                wording.percent(first.nfr, 1),
                f"{wording.count(first.n_negative_flips)} of {wording.count(first.n)}",
                "NFR of the first slice in the list. It was chosen among many: expect less in new data.",
                "broke",
                wording.limits(first.nfr_interval, 1),
            )
        )
    tiles += [
        Tile(
            "Looked at",
            wording.count(search.n_looked_at),
            f"slices of {wording.count(search.min_support)} or more",
            "Slices that their size does not rule out; p is multiplied by their number.",
        ),
        _needed(search, search.min_support, "To be seen, in the smallest slice"),
        *([_needed(search, n // 10, "To be seen, in a tenth of all")] if n // 10 > search.min_support else []),
    ]
    return tiles


def _needed(search: SliceSearch, n: int, label: str) -> Tile:
    least = least_flips_to_stand_out(search, n)
    needs = wording.UNDEFINED if least is None else f"from {wording.percent(least / n)}"
    note = "could not stand out" if least is None else f"{wording.count(least)} of {wording.count(n)} to stand out"
    return Tile(label, needs, note, "How many of its utterances have to break for a slice of this size to be listed.")


def say_power(search: SliceSearch) -> str:
    """Say which slices would have been found, where none was."""
    sizes = sorted({search.min_support, max(search.min_support, search.n // 10)})
    said = [
        f"one of {wording.count(n)} would have stood out with {wording.count(least)} broken "
        f"({wording.percent(least / n)})"
        for n in sizes
        if (least := least_flips_to_stand_out(search, n)) is not None
    ]
    if not said:
        n = wording.count(search.min_support)
        return f"No slice of {n} or more could have stood out among so few, so finding none says nothing."
    return f"What could have been found: {', '.join(said)}. A slice with fewer may still be worse than the rest."
