"""The report as one HTML file: styles, figures and the library that draws them are inside, and nothing is fetched.

plotly.js takes 4.8 MB; compressed it takes 2.0 MB as text, and every browser of these years unpacks it by itself. A
policy in the file allows the scripts of the report alone, named by their hashes, and no address at all: whatever the
data says, nothing of it runs and nothing is asked of any host.
"""

import gzip
import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
import plotly.graph_objects as go
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from dashboard.figures.flip_row import LIST_HEAD, flip_row
from dashboard.figures.palette import DARK, LIGHT, css_variables
from dashboard.figures.utterance import Utterance
from dashboard.figures.visible import named_controls, shortened, visible
from dashboard.report.document import DECIDED, MOST_SAID, Cell, Document

_SHORT: Final = 14
"""Characters of a cell that stays in one line."""

_TEMPLATES: Final = Path(__file__).with_name("templates")
_STYLES: Final = Path(__file__).parents[1] / "styles"


def html_of(document: Document) -> str:
    """Return the file's content."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"shown": _shown, "said": _said, "brief": _brief, "tone": _tone, "example": _example}
    script, (library, library_hash) = _read("report.js"), _library()
    return environment.get_template("report.html.j2").render(
        document=document,
        decided=DECIDED,
        figures=Markup(_figures(document)),
        list_head=Markup(LIST_HEAD),
        policy=f"'sha256-{_hash(script)}' 'sha256-{library_hash}'",
        script=Markup(script),
        library=library,
        styles=Markup(_styles()),
    )


def _shown(cell: Cell | str) -> Markup:
    """Return a text of anybody: escaped, not too long, its control characters seen."""
    return Markup(visible(shortened(cell.text if isinstance(cell, Cell) else cell)))


def _said(text: str) -> Markup:
    """Return a sentence of ours, in which names of anybody stand."""
    return Markup(visible(shortened(text, MOST_SAID)))


def _brief(text: str) -> str:
    """Return the words of a figure for those who do not see it, where names in it may be long."""
    return named_controls(shortened(text, MOST_SAID))


def _tone(cell: Cell | str) -> str:
    """Return the classes of a cell: its colour, and whether it stays in one line."""
    text, tone = (cell.text, cell.tone) if isinstance(cell, Cell) else (cell, "")
    return f"{tone} {'short' if len(text) <= _SHORT else ''}".strip()


def _example(utterance: Utterance) -> Markup:
    return Markup(flip_row(utterance))


def _figures(document: Document) -> str:
    """Return every figure in both themes as JSON that ends no script element."""
    figures = {
        figure.key: {"light": _plain(figure.light), "dark": _plain(figure.dark)}
        for section in document.sections
        for figure in section.figures
    }
    return orjson.dumps(figures).decode().replace("<", "\\u003c")


def _plain(figure: go.Figure) -> dict[str, Any]:
    figure.layout.template = None
    plain: dict[str, Any] = figure.to_plotly_json()
    return plain


@cache
def _library() -> tuple[str, str]:
    """Return plotly.js compressed as text, and the hash under which the policy lets it run."""
    source = get_plotlyjs()
    return b64encode(gzip.compress(source.encode(), 9, mtime=0)).decode(), _hash(source)


def _hash(script: str) -> str:
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _styles() -> str:
    """Return the style sheets, in dark colours only on a screen that wants them: paper is white."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_colours('dark')} }}"
    flips = (_STYLES / "flips.css").read_text(encoding="utf-8")
    return "\n".join((flips, _colours("light"), dark, _read("report.css")))


def _colours(scheme: str) -> str:
    palette = DARK if scheme == "dark" else LIGHT
    return f"{css_variables(palette)} :root {{ --background: {palette.background}; color-scheme: {scheme}; }}"


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
