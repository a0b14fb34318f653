"""Who may ask: requests under this dashboard's own names, and websockets of its own pages.

A page elsewhere can let its own name point to this machine (DNS rebinding) and then read what it likes, or open a
websocket across sites. The first shows in the Host header, the second in Origin. Streamlit checks origins too, but
takes every port of this machine for its own, and asks the internet for this machine's address to decide.
"""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_REFUSED: Final = 4403


def is_own_host(host: str, names: frozenset[str]) -> bool:
    """Tell whether a Host header names this dashboard: one of `names`, localhost, or any address in numbers.

    An address in numbers cannot be rebound, so it needs no list.

    >>> [is_own_host(host, frozenset({"flips.org"})) for host in ("flips.org:80", "[::1]:1", "evil.org")]
    [True, True, False]
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not name or parts.netloc != host or "@" in host:
        return False
    return name == "localhost" or name in names or _is_address(name)


def is_own_origin(origin: str | None, host: str) -> bool:
    """Tell whether a websocket comes from a page of this very host and port; one without Origin is no browser's."""
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


class OwnHostOnly:
    """ASGI middleware that refuses what `is_own_host` and `is_own_origin` do not know."""

    def __init__(self, app: ASGIApp, *, names: frozenset[str]) -> None:
        """Wrap `app`, which is also known under `names`."""
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer strangers with what would have been right, pass everyone else on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        own = is_own_host(host, self._names)
        if scope["type"] == "websocket":
            if own and is_own_origin(headers.get("origin"), host):
                await self._app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": _REFUSED, "reason": "another site's page"})
        elif own:
            await self._app(scope, receive, send)
        else:
            text = "This dashboard is not served under this name; start it with --public-url to give it one.\n"
            await PlainTextResponse(text, 421)(scope, receive, send)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
