"""Where somebody wanted to go before they had to sign in: the provider sends them back to the start."""

from collections import OrderedDict
from typing import Final

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from dashboard.state import Parameters

_COOKIE: Final = "_streamlit_xsrf"
_MOST: Final = 1000

Wanted = tuple[str, Parameters]


@st.cache_resource(show_spinner=False)
def _wanted() -> "OrderedDict[bytes, Wanted]":
    return OrderedDict()


def remember_wanted(page: Page) -> None:
    """Keep page and filters of the link that this browser opened; the oldest of very many is forgotten."""
    browser = _browser()
    if browser is None:
        return
    wanted = _wanted()
    parameters: Parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted[browser] = (page.url_path, parameters)
    while len(wanted) > _MOST:
        wanted.popitem(last=False)


def go_where_wanted(pages: list[Page]) -> None:
    """Go, once, to what was remembered."""
    browser = _browser()
    found = _wanted().pop(browser, None) if browser else None
    if found is None:
        return
    path, parameters = found
    for page in pages:
        if page.url_path == path and (path or parameters):
            st.switch_page(page, query_params=parameters)


def _browser() -> bytes | None:
    """Tell browsers apart by the token that Streamlit gave each of them, which is the same before and after."""
    token, _ = decode_xsrf_token_string(st.context.cookies.get(_COOKIE, ""))
    return token
