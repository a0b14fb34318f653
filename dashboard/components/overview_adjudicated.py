"""What is left of NFR once annotators have looked, on the Overview: nothing before the first verdict."""

import streamlit as st

from analysis.adjudication_words import say_adjudicated, say_sample
from dashboard.components.judged_flips import audited, judged
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from loaders.errors import InputError


def show_adjudicated(chosen: Chosen) -> None:
    """Show raw and adjudicated NFR in a sentence; why it may mislead comes with it."""
    view = chosen.view
    try:
        sample = judged(chosen.comparison).sample
        whole = audited(chosen.comparison, view.unit, view.weight)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if said := say_adjudicated(whole, view.weight, sample):
        st.caption(f"**{said}**", help=say_sample(whole, sample) or None)
