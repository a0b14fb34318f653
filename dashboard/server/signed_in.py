"""What lies outside of Streamlit's pages and yet holds data: its files to download, for who is signed in alone."""

import json
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard.server.sign_in import Access, is_listed


def signed_in_user(cookies: dict[str, str]) -> dict[str, Any]:
    """Return what the provider said of the user whose signed cookie this is; empty without a valid one."""
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(secret, name, value.encode("latin-1"))

    try:
        text = get_cookie_with_chunks(one, USER_COOKIE_NAME)
        user = json.loads(text) if text else {}
    except ValueError:
        return {}
    return user if isinstance(user, dict) and user.get("is_logged_in") else {}


class SignedInOnly:
    """ASGI middleware that keeps downloads from anyone who may not look."""

    def __init__(self, app: ASGIApp, *, base: str, access: Access) -> None:
        """Wrap `app`, which is served below `base`."""
        self._app = app
        self._files = f"{base}/media/"
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a file to a stranger, pass every other request on."""
        if scope["type"] == "http" and scope["path"].startswith(self._files):
            user = signed_in_user(HTTPConnection(scope).cookies)
            if not is_listed(user, self._access.allow):
                await PlainTextResponse("Sign in first.\n", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)
