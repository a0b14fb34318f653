"""An address that no page has: says so, with links to all there are, instead of showing another page under it."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

PAGES_FOLDER: Final = Path(__file__).resolve().parent.parent / "pages"
START: Final = "overview"
"""The page that has no name of its own in its address."""

_TEMPLATE: Final = Template((Path(__file__).parent / "unknown_page.html").read_text(encoding="utf-8"))
_SERVED: Final = frozenset({"_stcore", "app", "auth", "component", "media", "oauth2callback", "static"})
_MAX_SHOWN: Final = 80


def page_names() -> tuple[str, ...]:
    """Return the names of all pages, as they stand in addresses."""
    return tuple(sorted(path.stem for path in PAGES_FOLDER.glob("*.py") if not path.stem.startswith("_")))


def is_known(path: str, names: Sequence[str]) -> bool:
    """Tell whether something is served under a path (without the base): the start, a page, or Streamlit's own files.

    >>> [is_known(path, ["flips"]) for path in ("/", "/flips", "/flips/", "/favicon.png", "/flip", "/x/flips")]
    [True, True, True, True, False, False]
    """
    first, _, rest = path.strip("/").partition("/")
    if first in _SERVED:
        return True
    return not rest and (not first or first in names or "." in first)


def unknown_page(path: str, base: str, names: Sequence[str]) -> str:
    """Return the page that says there is none; the overview comes first."""
    asked = path if len(path) <= _MAX_SHOWN else path[:_MAX_SHOWN] + "…"
    others = [f'<li><a href="{base}/{name}">{name.capitalize()}</a></li>' for name in names if name != START]
    first = f'<li><a href="{base}/">{START.capitalize()}</a></li>'
    return _TEMPLATE.substitute(asked=escape(asked), links="\n".join([first, *others]))


class KnownPagesOnly:
    """ASGI middleware that answers 404 where Streamlit would show its first page under any address."""

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        """Wrap `app`, which is served below the path `base` (empty, or with a slash in front)."""
        self._app = app
        self._base = base
        self._names = page_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for addresses without a page, pass every other request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        inside = path == self._base or path.startswith(f"{self._base}/")
        below = path.removeprefix(self._base)
        answer: Response
        if inside and below.strip("/") == START:
            query = scope["query_string"].decode("latin-1")
            answer = RedirectResponse(f"{self._base}/{'?' if query else ''}{query}", 307)
        elif inside and is_known(below, self._names):
            await self._app(scope, receive, send)
            return
        else:
            answer = HTMLResponse(unknown_page(path, self._base, self._names), 404, {"Cache-Control": "no-cache"})
        await answer(scope, receive, send)
