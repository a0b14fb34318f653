"""Starts the dashboard: `python -P dashboard/launch.py HOST PORT PUBLIC_URL`, which `flipscope serve` does.

Streamlit takes a folder `pages/` beside the script for its older kind of multi-page app, until a first session has
told it otherwise: a link straight to a page would then run that page without the frame around it. So it is told
before the first session.
"""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

_ROOT = str(Path(__file__).resolve().parent.parent)
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

from streamlit.runtime.pages_manager import PagesManager  # noqa: E402

from dashboard import components  # noqa: E402
from dashboard.server.application import Address, build_application  # noqa: E402
from dashboard.server.sign_in import SIGN_IN_VARIABLE, read_sign_in  # noqa: E402


def main() -> None:
    """Run the dashboard until it is stopped."""
    host, port, public_url = sys.argv[1:]
    path = os.environ.get(SIGN_IN_VARIABLE)
    address = Address(host, int(port), public_url)
    PagesManager.uses_pages_directory = False
    application = build_application(address, read_sign_in(Path(path)) if path else None)
    _import_ahead()
    application.run(config=address.options())


def _import_ahead() -> None:
    """Import what the pages import, for the first visitor not to wait for it, and keep it out of garbage collection.

    Streamlit collects garbage after each run of a page: 0.05 s while it looks through all modules each time.
    """
    for module in iter_modules(components.__path__, f"{components.__name__}."):
        import_module(module.name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
