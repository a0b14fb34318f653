"""The current view as one text, and back: what is saved under a name."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

from dashboard.state import Parameters


def current_query() -> str:
    """Return the query of the address line; every value of a parameter that comes more than once."""
    return urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])


def parameters_of(query: str) -> Parameters:
    """Return a query as the parameters of a page link.

    >>> parameters_of("locale=de-DE&locale=fr-FR&domain=")
    {'locale': ['de-DE', 'fr-FR'], 'domain': ['']}
    """
    return dict(parse_qs(query, keep_blank_values=True))
