"""The sign-in of a shared dashboard: which OpenID provider, who may look, and who may also write.

The file is TOML:

    [provider]
    metadata_url = "https://id.example.org/.well-known/openid-configuration"
    client_id = "flipscope"

    [access]
    allow = ["@example.org", "guest@example.net"]
    write = ["ada@example.org"]

`allow` and `write` list e-mail addresses, or domains with an @ in front; who may write may also look. The two
secrets stand in the environment (`FLIPSCOPE_CLIENT_SECRET`, `FLIPSCOPE_COOKIE_SECRET`) or in the file, as
`client_secret` and `cookie_secret` of the provider.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from loaders.errors import InputError
from loaders.formats.lines import shown, unreadable

SIGN_IN_VARIABLE: Final = "FLIPSCOPE_SIGN_IN"
CALLBACK: Final = "/oauth2callback"
MIN_COOKIE_SECRET: Final = 32

_SECRETS: Final = {"client_secret": "FLIPSCOPE_CLIENT_SECRET", "cookie_secret": "FLIPSCOPE_COOKIE_SECRET"}
_PROVIDER: Final = ("metadata_url", "client_id", *_SECRETS)
_ACCESS: Final = ("allow", "write")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may look and who may also write: addresses, or domains with an @ in front, in lower case."""

    allow: tuple[str, ...]
    write: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Everything in the file."""

    metadata_url: str
    client_id: str
    client_secret: str
    cookie_secret: str
    access: Access

    def secrets(self, public_url: str) -> dict[str, dict[str, Any]]:
        """Return Streamlit's own section for a provider; it returns to `public_url`."""
        return {
            "auth": {
                "redirect_uri": public_url.rstrip("/") + CALLBACK,
                "cookie_secret": self.cookie_secret,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "server_metadata_url": self.metadata_url,
            }
        }


def is_listed(user: Mapping[str, Any], listed: tuple[str, ...]) -> bool:
    """Tell whether the e-mail address of a signed-in user is on a list.

    An address that the provider says it has not verified is on none.

    >>> is_listed({"email": "Ada@Example.org"}, ("@example.org",))
    True
    >>> is_listed({"email": "ada@example.org.evil.com"}, ("@example.org",))
    False
    """
    email = user.get("email")
    if not isinstance(email, str) or str(user.get("email_verified", True)).lower() == "false":
        return False
    name, at, domain = email.strip().lower().rpartition("@")
    return bool(name and domain) and (f"{name}@{domain}" in listed or at + domain in listed)


def read_sign_in(path: Path, environment: Mapping[str, str] = os.environ) -> SignIn:
    """Read the file; raises `InputError` that names what is wrong with it."""
    try:
        with path.open("rb") as stream:
            raw = tomllib.load(stream)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{shown(path)}: not TOML ({error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(path)}: not UTF-8") from error
    except OSError as error:
        raise unreadable(path, error) from error
    _check_names(path, "the file", raw, ("provider", "access"))
    provider, access = _table(path, raw, "provider", _PROVIDER), _table(path, raw, "access", _ACCESS)
    allow, write = (_listed(path, access, name) for name in _ACCESS)
    given = {name: _text(path, provider, name, environment) for name in _PROVIDER}
    if len(given["cookie_secret"]) < MIN_COOKIE_SECRET:
        raise InputError(
            f"{shown(path)}: cookie_secret is shorter than {MIN_COOKIE_SECRET} characters; "
            'make one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    if urlsplit(given["metadata_url"]).scheme not in ("http", "https"):
        raise InputError(f"{shown(path)}: metadata_url is no address; it ends in /.well-known/openid-configuration")
    return SignIn(**given, access=Access(allow + write, write))


def _table(path: Path, raw: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    table = raw.get(name)
    if not isinstance(table, dict):
        raise InputError(f"{shown(path)}: has no section [{name}]; it takes {', '.join(allowed)}")
    _check_names(path, f"[{name}]", table, allowed)
    return table


def _check_names(path: Path, where: str, given: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    if unknown := sorted(set(given) - set(allowed)):
        raise InputError(f"{shown(path)}: {where} has '{unknown[0]}'; it takes {', '.join(allowed)}")


def _text(path: Path, provider: Mapping[str, Any], name: str, environment: Mapping[str, str]) -> str:
    variable = _SECRETS.get(name, "")
    value = environment.get(variable) or provider.get(name)
    if not isinstance(value, str) or not value:
        also = f", or set {variable}" if variable else ""
        raise InputError(f"{shown(path)}: [provider] needs {name} as a text{also}")
    return value


def _listed(path: Path, access: Mapping[str, Any], name: str) -> tuple[str, ...]:
    entries = access.get(name)
    if not isinstance(entries, list) or not all(isinstance(entry, str) and "@" in entry for entry in entries):
        raise InputError(
            f"{shown(path)}: [access] needs {name} as a list of addresses or @domains, "
            'as in ["ada@example.org", "@example.com"]; an empty list is nobody'
        )
    return tuple(entry.strip().lower() for entry in entries)
