"""Light or dark, as the browser has it."""

import streamlit as st

from dashboard.figures.palette import Palette, css_variables, palette


def current_palette() -> Palette:
    """Return the colours of the theme this session shows."""
    return palette(st.context.theme.type == "dark")


def show_styles(stylesheet: str) -> None:
    """Put the style sheet and the theme's colours on the page."""
    st.html(f"<style>{css_variables(current_palette())}\n{stylesheet}</style>")
