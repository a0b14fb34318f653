"""Starts Streamlit on `app.py`: `python -P dashboard/launch.py` with the options of `streamlit run`.

Streamlit takes a folder `pages/` beside the script for its older kind of multi-page app, until a first session has
told it otherwise: a link straight to a page would then run that page without the frame around it. So it is told
before the first session.
"""

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

APP = Path(__file__).resolve().parent / "app.py"


def main() -> None:
    """Run the dashboard until it is stopped."""
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(APP), *sys.argv[1:]], prog_name="flipscope serve")


if __name__ == "__main__":
    main()
