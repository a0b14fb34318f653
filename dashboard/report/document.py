"""A report as something to read: headline, figures of note, and sections of tables and figures, in plain words.

HTML and Markdown are made from the same document, so that both say the same. All texts are as they are: whoever writes
them into a format escapes them.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import plotly.graph_objects as go

from analysis.gate.decision import Decision
from dashboard.figures.utterance import Utterance
from dashboard.tile import Tile

Tone = Literal["", "pass", "warn", "fail", "broke", "fixed"]

MOST_SAID: Final = 2_000
"""Characters of a sentence: names in it may be long."""

Size = Literal["third", "half", "whole"]

DECIDED: Final[dict[Decision, str]] = {"pass": "✓ pass", "warn": "▲ warning", "fail": "✕ fail"}
"""Sign and word, for green, amber and red are not told apart by all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a colour, which never says anything that the text does not."""

    text: str
    tone: Tone = ""


Cells: TypeAlias = "tuple[Cell | str, ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; columns whose heading is in `numeric` stand to the right; `note` says what is left out.

    One that is `beside` stands in half a row, next to a figure.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[Cells, ...]
    numeric: tuple[str, ...] = ()
    note: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure in both themes, with its words for those who do not see it, and its share of a row."""

    key: str
    title: str
    caption: str
    description: str
    light: go.Figure
    dark: go.Figure
    size: Size = "half"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading; `knows_traffic` says whether examples tell how often they are asked."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Drawn, ...] = ()
    tables: tuple[Table, ...] = ()
    examples: tuple[Utterance, ...] = ()
    knows_traffic: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report; `decision` is the gate's, None where none was asked."""

    title: str
    about: str
    lede: str
    decision: Decision | None
    reason: str
    warnings: tuple[str, ...]
    tiles: tuple[Tile, ...]
    certainty: str
    sections: tuple[Section, ...]
