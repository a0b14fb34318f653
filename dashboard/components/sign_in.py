"""Who sits in front of the page: everyone, or those who signed in and stand on the list."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from dashboard.components.markdown_text import plain
from dashboard.components.wanted_page import go_where_wanted, remember_wanted
from dashboard.server.sign_in import SIGN_IN_VARIABLE, Access, is_listed, read_sign_in


def may_write() -> bool:
    """Tell whether this person may change what the warehouse keeps: saved views, verdicts, notes.

    Without sign-in everyone may, who reaches the dashboard. Each place that writes asks here, where it writes too and
    not only where it shows the button.
    """
    access = _access()
    return access is None or is_listed(_user(), access.write)


def signed_in_name() -> str:
    """Return the e-mail address of who is signed in; empty where nobody has to sign in."""
    return str(_user().get("email") or "")


def require_sign_in(page: Page, pages: list[Page]) -> None:
    """Let those pass who may look; show everyone else the way to sign in, and run nothing after it."""
    access = _access()
    if access is None:
        return
    if is_listed(_user(), access.allow):
        go_where_wanted(pages)
        return
    remember_wanted(page)
    st.html('<div class="brand">flip<span>scope</span></div>')
    if not _user():
        st.title("Sign in to see what the model update broke", anchor=False)
        st.button("Sign in", on_click=st.login, type="primary", icon=":material/login:", key="sign_in")
    else:
        st.title("You are signed in, but not on the list", anchor=False)
        email = _user().get("email")
        who = f"The address **{plain(str(email))}**" if email else "An account without an e-mail address"
        st.markdown(f"{who} may not look at this dashboard. Ask whoever runs it, or sign in as somebody else.")
        st.button("Sign out", on_click=st.logout, icon=":material/logout:", key="sign_out")
    st.stop()


def show_account() -> None:
    """Show who is signed in, what they may do, and the way out; nothing where nobody needs to sign in."""
    if _access() is None:
        return
    role = "" if may_write() else " · read only"
    st.caption(f"{plain(str(_user().get('email')))}{role}")
    st.button("Sign out", on_click=st.logout, icon=":material/logout:", key="sign_out", type="tertiary")


def _access() -> Access | None:
    path = os.environ.get(SIGN_IN_VARIABLE)
    return _read(path) if path else None


@cache
def _read(path: str) -> Access:
    return read_sign_in(Path(path)).access


def _user() -> dict[str, Any]:
    user: dict[str, Any] = st.user.to_dict()
    return user if user.get("is_logged_in") else {}
