"""What the first visit of a page imports and computes stays for good, so the collector of garbage need not look at it.

Streamlit collects garbage after each run of a page, which took 0.03 to 0.08 s of it once every page had been open.
"""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def keep_what_is_there(page: str) -> None:
    """Take all that lives now, but no garbage, out of the collections to come; once for each page of the server."""
    gc.collect()
    gc.freeze()
