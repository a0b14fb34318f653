"""The dashboard's entry point: `flipscope serve` runs it under Streamlit."""

import sys
from pathlib import Path

import streamlit as st

# `streamlit run` puts the script's folder first, where our modules would shadow installed packages of the same name.
_HERE = Path(__file__).resolve().parent
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != _HERE]
if str(_HERE.parent) not in sys.path:
    sys.path.insert(0, str(_HERE.parent))

from dashboard.components.copy_link import show_copy_link  # noqa: E402
from dashboard.components.first_visits import keep_what_is_there  # noqa: E402
from dashboard.components.navigation import PAGES  # noqa: E402
from dashboard.components.sidebar import show_sidebar  # noqa: E402
from dashboard.components.sign_in import require_sign_in  # noqa: E402
from dashboard.components.theme import show_styles  # noqa: E402


def main() -> None:
    """Lay out the frame that all pages share, then run the current page."""
    st.set_page_config(
        page_title="flipscope", page_icon=str(_HERE / "icon.svg"), layout="wide", initial_sidebar_state=240
    )
    show_styles((_HERE / "styles.css").read_text(encoding="utf-8"))
    pages = [st.Page(page.path, title=page.title, default=page.title == "Overview") for page in PAGES]
    current = st.navigation(pages, position="hidden")
    require_sign_in(current, pages)
    show_sidebar(current.title)
    show_copy_link()
    current.run()
    keep_what_is_there(current.title)


main()
