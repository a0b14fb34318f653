"""Headline figures as tiles: what, how much, of how many."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.tile import Tile as Tile


def show_tiles(tiles: Sequence[Tile]) -> None:
    """Show tiles in one row, or several where the page is narrow."""
    st.html(f'<div class="tiles">{"".join(_tile(tile) for tile in tiles)}</div>')


def _tile(tile: Tile) -> str:
    interval = f'<div class="note">95 %: {escape(tile.interval)}</div>' if tile.interval else ""
    return (
        f'<div class="tile" title="{escape(tile.explanation)}"><div class="label">{escape(tile.label)}</div>'
        f'<div class="value {tile.tone}">{escape(tile.value)}</div>'
        f'<div class="note">{escape(tile.note)}</div>{interval}</div>'
    )
