"""What a person sees of an error nobody expected: one calm line, whose reference leads to the server's log."""

import logging
import secrets
import traceback
from typing import Final

import duckdb
import streamlit as st

from dashboard.components.markdown_text import plain
from dashboard.components.session import current_warehouse
from loaders.connection import first_line
from loaders.damage import explain_damage
from loaders.errors import InputError

_DAMAGED: Final = "Corrupt database file"
_LOGGER: Final = logging.getLogger(__name__)


def tell_calmly(error: Exception) -> bool:
    """Show an uncaught error of a page in one line; True, as Streamlit's own traceback is not to follow.

    What the warehouse itself explains (a file that went, or is damaged inside, say) is shown as it stands.
    """
    told = error if isinstance(error, InputError) else explain_damage(error, current_warehouse())
    if told is not None:
        st.error(plain(str(told)), icon=":material/error:")
        return True
    if isinstance(error, duckdb.IOException) or (isinstance(error, duckdb.Error) and _DAMAGED in str(error)):
        said = f"A file of the warehouse is damaged ({first_line(error)}); delete its run and load it again."
        st.error(plain(said), icon=":material/error:")
        return True
    reference = secrets.token_hex(4)
    where = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" at {where[0].filename}:{where[0].lineno}" if where else ""
    _LOGGER.error("reference %s: %s%s: %s", reference, type(error).__name__, place, error)
    st.error(
        "This part of the page could not be shown. Reload it; if it stays like this, tell whoever runs this "
        f"dashboard the reference **{reference}**, under which the server's log has the cause.",
        icon=":material/error:",
    )
    return True
