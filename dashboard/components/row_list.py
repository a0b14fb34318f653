"""A list of rows that open something, as one part of the page: its script draws the rows and tells which was opened.

A button of Streamlit's for each row costs the server and the browser far more than all that the rows show.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from dashboard.figures.visible import named_controls, shortened

_DASHBOARD: Final = Path(__file__).resolve().parent.parent
_MANIFEST: Final = ComponentManifest("flipscope", "1", [ComponentConfig("row_list", "static")])
_NAME: Final = "flipscope.row_list"


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows, as HTML of the tags that `row_list.js` knows, and how its button is called by a reader."""

    id: str
    html: str
    label: str


def row_label(locale: str, text: str) -> str:
    """Return the name of the button that opens an utterance.

    >>> row_label("de-DE", "wecker an")
    'de-DE: wecker an'
    """
    return named_controls(shortened(f"{locale}: {text}"))


def show_row_list(
    name: str, rows: Sequence[Row], on_open: Callable[[str], None], key: str, chosen: str | None = None
) -> None:
    """Show rows below each other; a click, or Enter on one, calls `on_open` with its id before the page runs anew.

    `name` says to a screen reader what is listed. The row `chosen` is marked, and so is at once any that is opened;
    None is for lists that mark nothing.
    """
    ids = [row.id for row in rows]

    def opened() -> None:
        # It comes from the browser, so it may be anything.
        asked = st.session_state[key].get("open")
        if asked in ids:
            on_open(asked)

    data = {"name": name, "rows": [asdict(row) for row in rows], "chosen": chosen}
    _component()(key=key, data=data, on_open_change=opened)


def _component() -> ComponentRenderer:
    """Return the component, registered with the server that runs this script.

    Its script is a file of this server's, which the Content-Security-Policy lets run; one that is handed over as a text
    would need more. Streamlit serves files of components that an installed package declares; this declares ours.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_NAME) is None:
        manager.register_from_manifest(_MANIFEST, _DASHBOARD)
    return st.components.v2.component(_NAME, js="row_list.js", isolate_styles=False)
