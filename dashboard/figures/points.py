"""The points of a figure that can be clicked, in words: for those who use the keyboard, or do not see the figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

import plotly.graph_objects as go

_TAG: Final = re.compile(r"<[^>]*>")
_BREAK: Final = re.compile(r"<br\s*/?>")
_CARRIED: Final = re.compile(r"%\{customdata\[(\d+)\]\}")


@dataclass(frozen=True, slots=True)
class Point:
    """What a click on a point gives, and what is shown where it is pointed at, without markup."""

    label: str
    customdata: Any


def clickable_points(figure: go.Figure) -> tuple[Point, ...]:
    """Return each point that carries `customdata`, in the order drawn; a label that comes twice, once.

    >>> bar = go.Bar(x=[3], y=["a"], customdata=[["de-DE", "music"]], hovertext=["<b>de-DE</b><br>3 broke"])
    >>> clickable_points(go.Figure(bar))
    (Point(label='de-DE, 3 broke', customdata=['de-DE', 'music']),)
    >>> clickable_points(go.Figure(go.Bar(x=[3], y=["a"])))
    ()
    """
    found: dict[str, Point] = {}
    for trace in figure.data:
        carried = trace.customdata if trace.customdata is not None else ()
        for place, customdata in enumerate(carried):
            label = _label(trace, place, customdata)
            if label:
                found.setdefault(label, Point(label, customdata))
    return tuple(found.values())


def _label(trace: Any, place: int, customdata: Any) -> str:
    """Return the text over a point: of its own, or carried along and named by the template."""
    hovertext = trace.hovertext
    if hovertext is not None:
        return words_of(hovertext if isinstance(hovertext, str) else _at(hovertext, place))
    named = _CARRIED.search(trace.hovertemplate or "") if isinstance(trace.hovertemplate, str) else None
    if named and isinstance(customdata, Sequence) and not isinstance(customdata, str):
        return words_of(_at(customdata, int(named[1])))
    return ""


def _at(values: Sequence[Any], place: int) -> str:
    return str(values[place]) if place < len(values) and values[place] is not None else ""


def words_of(html: str) -> str:
    """Return the text of a hover without its markup, its lines in one, without what a click does."""
    lines = (" ".join(unescape(_TAG.sub("", line)).split()) for line in _BREAK.split(html))
    return ", ".join(line for line in lines if line and not line.startswith("click "))
