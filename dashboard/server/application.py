"""The dashboard as one ASGI application: Streamlit's, with our own answers and headers around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard.server.errors import tell_calmly
from dashboard.server.headers import SecurityHeaders
from dashboard.server.hosts import OwnHostOnly
from dashboard.server.sign_in import SignIn
from dashboard.server.signed_in import SignedInOnly
from dashboard.server.unknown_page import KnownPagesOnly

SCRIPT: Final = Path(__file__).resolve().parent.parent / "app.py"

_OPTIONS: Final[Mapping[str, Any]] = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableAgentApi": False,
    "server.enableStaticServing": True,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    # The toolbar of a developer offers to deploy the app elsewhere, and any toolbar lies over the top of the page.
    "client.toolbarMode": "minimal",
    # The welcome message looks up the machine's public address on the internet.
    "logger.hideWelcomeMessage": True,
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the dashboard listens, and the address that people open, which a proxy may change."""

    host: str
    port: int
    public_url: str

    @property
    def base(self) -> str:
        """The path below which everything is served; empty at the root."""
        return urlsplit(self.public_url).path.rstrip("/")

    def options(self) -> dict[str, Any]:
        """Return Streamlit's configuration."""
        place = {"server.address": self.host, "server.port": self.port, "server.baseUrlPath": self.base.strip("/")}
        return {**_OPTIONS, **place}


def build_application(address: Address, sign_in: SignIn | None) -> App:
    """Return the application; the first of its layers is the outermost."""
    public = urlsplit(address.public_url)
    names = frozenset(name.lower() for name in (public.hostname, address.host) if name)
    layers = [
        Middleware(SecurityHeaders, https=public.scheme == "https"),
        Middleware(OwnHostOnly, names=names),
        Middleware(KnownPagesOnly, base=address.base),
    ]
    if sign_in is not None:
        layers.append(Middleware(SignedInOnly, base=address.base, access=sign_in.access))
    secrets: Mapping[str, Any] | None = None if sign_in is None else sign_in.secrets(address.public_url)
    return App(SCRIPT, middleware=layers, on_script_error=tell_calmly, secrets=secrets)
