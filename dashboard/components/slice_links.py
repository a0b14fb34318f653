"""From a slice to what broke in it, and its conditions in words."""

from collections.abc import Sequence
from html import escape
from typing import Final

from analysis.slice_cube import Condition
from analysis.slice_features import SLOTS
from analysis.slice_search import FoundSlice
from dashboard.components.markdown_text import plain
from dashboard.state import FlipFilter

_HAS_SLOT: Final = "has_slot"


def flips_of_slice(found: FoundSlice) -> FlipFilter:
    """Return the filter that lists what broke in a slice, no more and no less.

    >>> from analysis.slice_cube import Condition
    >>> one = FoundSlice((Condition("slots", "date"), Condition("device", None)), 9, 3, 0.3, None, 0.1, 3, 1, 0, 0)
    >>> flips_of_slice(one).parameters()
    {'where': ['has_slot=date', 'device=']}
    """
    where: dict[str, tuple[str, ...]] = {}
    for one in found.conditions:
        column = _HAS_SLOT if one.column == SLOTS else one.column
        where[column] = (*where.get(column, ()), _written(one))
    return FlipFilter(where=tuple(where.items()))


def _written(condition: Condition) -> str:
    value = condition.value
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def condition_parts(condition: Condition) -> tuple[str, str]:
    """Return what a condition is about, and the value, in words.

    >>> condition_parts(Condition("slots", "date")), condition_parts(Condition("frequency_band", "head"))
    (('has slot', 'date'), ('frequency band', 'head'))
    """
    if condition.column == SLOTS:
        return "has slot", str(condition.value)
    return condition.column.replace("_", " "), _written(condition) or "empty"


def conditions_html(conditions: Sequence[Condition]) -> str:
    """Return conditions as marks."""
    parts = (condition_parts(condition) for condition in conditions)
    return "".join(
        f'<span class="condition"><span class="muted">{escape(about)}</span> <b><bdi>{escape(value)}</bdi></b></span>'
        for about, value in parts
    )


def conditions_text(conditions: Sequence[Condition]) -> str:
    """Return conditions as Markdown, as they follow "where".

    >>> conditions_text([Condition("locale", "de-DE"), Condition("slots", "date")]).replace(chr(92), "")
    'locale is de-DE and gold has slot date'
    """
    said = [
        f"gold has slot {plain(str(one.value))}"
        if one.column == SLOTS
        else f"{plain(one.column.replace('_', ' '))} is {plain(_written(one)) or 'empty'}"
        for one in conditions
    ]
    return " and ".join(said)
