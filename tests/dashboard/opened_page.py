"""A page of the app as a test reads it."""

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
    """All HTML of the page but its style sheets."""
    bodies = [str(element.proto.body) for element in app.main.get("html")]
    return " ".join(body for body in bodies if "<style>" not in body)


def text_of(html: str) -> str:
    """What stands between the tags."""
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def links_of(app: AppTest) -> list[tuple[str, dict[str, list[str]]]]:
    """Label and query parameters of each page link in the main part."""
    found: list[Any] = list(app.main.get("page_link"))
    return [(str(link.proto.label), parse_qs(str(link.proto.query_string), keep_blank_values=True)) for link in found]
