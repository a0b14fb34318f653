"""The pages there are, and the way to each with the comparison that is looked at."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.state import Parameters


@dataclass(frozen=True, slots=True)
class NavigationPage:
    """A page: its file below `dashboard/`, its title, and the letter that leads to it after G."""

    path: str
    title: str
    letter: str


PAGES: Final = (
    NavigationPage("pages/overview.py", "Overview", "o"),
    NavigationPage("pages/flips.py", "Flips", "f"),
    NavigationPage("pages/locales.py", "Locales", "l"),
    NavigationPage("pages/transitions.py", "Transitions", "r"),
    NavigationPage("pages/slots.py", "Slots", "s"),
    NavigationPage("pages/slices.py", "Slices", "i"),
    NavigationPage("pages/traffic.py", "Traffic", "t"),
    NavigationPage("pages/confidence.py", "Confidence", "c"),
    NavigationPage("pages/annotation.py", "Annotation", "a"),
    NavigationPage("pages/verdicts.py", "Verdicts", "j"),
    NavigationPage("pages/versions.py", "Versions", "v"),
    NavigationPage("pages/release.py", "Release", "e"),
    NavigationPage("pages/data.py", "Data", "d"),
)
"""In the order of the sidebar; the first is where the dashboard opens."""


def letters() -> dict[str, str]:
    """Return the titles of the pages by the letter that leads to each."""
    return {page.letter: page.title for page in PAGES}


def show_navigation(current: str, parameters: Parameters) -> None:
    """Show a link to each page; the current one is in bold."""
    with st.container(key="navigation", gap=None):
        for page in PAGES:
            label = f"**{page.title}**" if page.title == current else page.title
            # The key's class name is what `static/shortcuts.js` looks for.
            with st.container(key=f"go_{page.letter}", gap=None):
                st.page_link(page.path, label=label, query_params=parameters, width="stretch")
