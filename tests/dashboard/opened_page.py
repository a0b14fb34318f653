"""A page of the app as a test reads it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")


def open_page(page: str, **link: str | list[str]) -> AppTest:
    """Open `pages/{page}.py` by a link and check that nothing crashed."""
    app = AppTest.from_file(APP, default_timeout=60)
    _run(app, link)
    # The sidebar reads its part of a link when the app starts; a change of the page empties the link.
    app.switch_page(f"pages/{page}.py")
    _run(app, link)
    assert not app.exception, app.exception
    return app


def _run(app: AppTest, link: Mapping[str, str | list[str]]) -> None:
    for name, value in link.items():
        app.query_params[name] = value
    app.run()


def html_of(app: AppTest) -> str:
    """All HTML of the page but its style sheets, with that of the rows of lists, in the order of the page."""
    bodies = [body for element in app.main for body in _bodies(element)]
    return " ".join(body for body in bodies if "<style>" not in body)


def _bodies(element: Any) -> list[str]:
    if element.type == "html":
        return [str(element.proto.body)]
    return [row["html"] for row in _listed(element)] if element.type == "bidi_component" else []


def _listed(element: Any) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(element.proto.json)["rows"]
    return rows


def rows_of(app: AppTest, key: str) -> dict[str, str]:
    """The rows of a list: what a screen reader calls each, by its id, in order; none where there is no such list."""
    lists: list[Any] = list(app.main.get("bidi_component"))
    return {row["id"]: row["label"] for found in lists if found.key == key for row in _listed(found)}


def row_html(app: AppTest) -> list[str]:
    """The HTML of the rows of every list."""
    return [row["html"] for found in app.main.get("bidi_component") for row in _listed(found)]


def chosen_of(app: AppTest, key: str) -> str | None:
    """The id of the row that a list marks."""
    (found,) = (found for found in app.main.get("bidi_component") if found.key == key)
    chosen: str | None = json.loads(found.proto.json)["chosen"]
    return chosen


def open_row(app: AppTest, key: str, row: str) -> AppTest:
    """Click a row of a list, as its script tells the server."""
    (found,) = (found for found in app.main.get("bidi_component") if found.key == key)
    state = app._tree.get_widget_states()
    clicked = state.widgets.add(id=f"$$STREAMLIT_INTERNAL_KEY_{found.proto.id}__events")
    clicked.json_trigger_value = json.dumps([{"event": "open", "value": row}])
    return app._run(state)


def text_of(html: str) -> str:
    """What stands between the tags."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def links_of(app: AppTest) -> list[tuple[str, dict[str, list[str]]]]:
    """Label and query parameters of each page link in the main part."""
    found: list[Any] = list(app.main.get("page_link"))
    return [(str(link.proto.label), parse_qs(str(link.proto.query_string), keep_blank_values=True)) for link in found]
