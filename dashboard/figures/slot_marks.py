"""A text with its slots marked in place, as HTML.

Everything a user wrote is escaped, its control characters are shown, and it stands in an element with a direction of
its own, so that no script and no markup reaches beyond its place. A mark never speaks by colour alone: outline, sign,
and words for a screen reader.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from analysis.excerpt import cut_out
from analysis.marking import Marking, Segment, SlotState
from analysis.placement import Slot
from dashboard.figures.visible import shortened, visible

LONGEST: Final = 320
"""Characters of a text that are shown in place."""

_SPOKEN: Final[dict[SlotState | None, str]] = {
    None: "slot",
    "same": "slot",
    "extra": "slot that differs from the gold",
    "lost": "lost slot",
}
_SIGNS: Final[dict[SlotState | None, str]] = {None: "", "same": "", "extra": "＋ ", "lost": "✕ "}


def isolated(text: str | None, tag: str = "bdi") -> str:
    """Return text, visible and not too long, in an element that finds its direction by itself.

    >>> isolated("<b>")
    '<bdi dir="auto">&lt;b&gt;</bdi>'
    """
    return f'<{tag} dir="auto">{visible(shortened(text or ""))}</{tag}>'


def spoken(words: str) -> str:
    """Return words for screen readers only."""
    return f'<span class="spoken">{escape(words)}</span>'


def marked_text(marking: Marking, locale: str, css_class: str, most: int = LONGEST, focus: int = 0) -> str:
    """Return the text as one block with the slots in place; `locale` chooses fonts and voices.

    A text of more than `most` characters is cut to them, with the one at `focus` in view, and says how many it hides.
    """
    excerpt = cut_out(marking.segments, focus, most)
    parts = "".join(map(_segment, excerpt.segments))
    shown = f"{_left_out(excerpt.n_before)}{parts}{_left_out(excerpt.n_after)}"
    return f'<div class="{css_class}" dir="auto" lang="{escape(locale)}">{shown}</div>'


def _left_out(n: int) -> str:
    return f'<span class="cut" dir="ltr" title="{n:,} characters left out">…{n:,}</span>' if n else ""


def _segment(segment: Segment) -> str:
    if segment.slot is None:
        return visible(segment.text)
    state = segment.state or "same"
    sign = f'<span aria-hidden="true">{_SIGNS[state]}</span>' if _SIGNS[state] else ""
    named = f'<span class="name">{visible(shortened(segment.slot))}</span>'
    words = f"{spoken(f' ({_SPOKEN[state]} ')}{sign}{named}{spoken(')')}"
    name = f'<small><span dir="ltr">{words}</span></small>'
    return f'<mark class="slot {state}">{visible(segment.text)}{name}</mark>'


def unplaced_slots(unplaced: Iterable[tuple[Slot, SlotState | None]]) -> str:
    """Return the slots that have no place of their own in the text; nothing where there is none."""
    items = "".join(
        f'<span class="slot {state or "same"}">{spoken(f"{_SPOKEN[state]}: ")}'
        f'<small dir="ltr"><span aria-hidden="true">{_SIGNS[state]}</span>'
        f'<span class="name">{visible(shortened(slot.name))}</span></small> '
        f"{isolated(slot.value)}</span>"
        for slot, state in unplaced
    )
    return f'<div class="unplaced">Without a place in the text: {items}</div>' if items else ""
