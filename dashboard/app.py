"""The dashboard's entry point: `flipscope serve` runs it under Streamlit."""

import sys
from pathlib import Path

import streamlit as st

# `streamlit run` puts the script's folder first, where our modules would shadow installed packages of the same name.
_HERE = Path(__file__).resolve().parent
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != _HERE]
if str(_HERE.parent) not in sys.path:
    sys.path.insert(0, str(_HERE.parent))

from dashboard.components.sidebar import show_sidebar  # noqa: E402
from dashboard.components.sign_in import require_sign_in  # noqa: E402
from dashboard.components.theme import show_styles  # noqa: E402

PAGES = {
    "pages/overview.py": "Overview",
    "pages/flips.py": "Flips",
    "pages/locales.py": "Locales",
    "pages/transitions.py": "Transitions",
    "pages/slots.py": "Slots",
    "pages/slices.py": "Slices",
    "pages/traffic.py": "Traffic",
    "pages/confidence.py": "Confidence",
    "pages/versions.py": "Versions",
    "pages/data.py": "Data",
}


def main() -> None:
    """Lay out the frame that all pages share, then run the current page."""
    st.set_page_config(page_title="flipscope", page_icon=str(_HERE / "icon.svg"), layout="wide")
    show_styles((_HERE / "styles.css").read_text(encoding="utf-8"))
    pages = [st.Page(path, title=title, default=title == "Overview") for path, title in PAGES.items()]
    page = st.navigation(pages, position="hidden")
    require_sign_in(page, pages)
    show_sidebar(PAGES, page.title)
    page.run()


main()
