"""How well a text can be read on a colour: the contrast of WCAG 2, and the ink that has the most of it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

DARK_INK: Final = "#000000"
LIGHT_INK: Final = "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colours, 1 to 21; text asks for 4.5 (AA).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the darker or the lighter ink, whichever reads better on this colour.

    >>> ink_on("#ffffff"), ink_on("#202020")
    ('#000000', '#ffffff')
    """
    return max((DARK_INK, LIGHT_INK), key=lambda ink: contrast(ink, colour))


def colour_at(scale: Sequence[tuple[float, str]], share: float) -> str:
    """Return the colour of a scale at a share of its length, as Plotly interpolates it.

    >>> colour_at([(0.0, "#000000"), (1.0, "#ffffff")], 0.5)
    '#808080'
    """
    share = min(1.0, max(0.0, share))
    below, above = next((a, b) for a, b in pairwise(scale) if share <= b[0])
    part = (share - below[0]) / (above[0] - below[0])
    mixed = (a + (b - a) * part for a, b in zip(_channels(below[1]), _channels(above[1]), strict=True))
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in mixed)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
