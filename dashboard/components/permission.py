"""Who looks, and whether they may write into the warehouse: the one place that pages ask."""

import streamlit as st


def may_write() -> bool:
    """Return whether this session may save, rename and delete."""
    return True


def signed_in_name() -> str:
    """Return the e-mail address of who is signed in; empty where nobody has to sign in."""
    return str(st.user.get("email") or "") if st.user.get("is_logged_in") else ""
