"""Below a list: which part of it is shown, the other pages, and the next and the previous row by key."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import wording

_PAGES_WIDTH: Final = 260
"""Pixels; as wide as its content, the widget would show one page number alone."""

Step = tuple[int, int] | None
"""Page and row of a neighbour; None at either end of the list."""


def pages_of(n: int, size: int) -> int:
    """Return how many pages of `size` rows a list of n rows has, at least one."""
    return max(1, -(-n // size))


def show_list_pager(
    name: str,
    shown: tuple[int, int, int],
    pages: tuple[int, int],
    on_page: Callable[[int], None],
    steps: tuple[Step, Step],
    on_step: Callable[[int, int], None],
) -> None:
    """Show the first and the last row shown, from 1, of how many; the page of how many; previous and next.

    `name` starts the keys of all parts.
    """
    with st.container(key=f"{name}_pager", horizontal=True, vertical_alignment="center", gap="small"):
        first, last, n = map(wording.count, shown)
        st.html(f'<span class="muted tabular">{first}–{last} of {n}</span>')
        if pages[1] > 1:
            _show_pages(name, *pages, on_page)
        _show_steps(name, steps, on_step)


def _show_pages(name: str, page: int, n_pages: int, on_page: Callable[[int], None]) -> None:
    # A widget of its own for each page: it starts where the address is, and needs no state from before.
    key = f"{name}_page_{page}"
    st.pagination(
        n_pages,
        default=page,
        key=key,
        max_visible_pages=5,
        width=_PAGES_WIDTH,
        on_change=lambda: on_page(int(st.session_state[key])),
    )


def _show_steps(name: str, steps: tuple[Step, Step], on_step: Callable[[int, int], None]) -> None:
    for label, key, step in zip(("Previous", "Next"), ("K", "J"), steps, strict=True):
        _show_step(name, label, key, step, on_step)
    # A button has one key, so the arrows have buttons of their own, which the style sheet hides.
    with st.container(key=f"{name}_arrows"):
        for label, step in zip(("Up", "Down"), steps, strict=True):
            _show_step(name, label, label, step, on_step)


def _show_step(name: str, label: str, shortcut: str, step: Step, on_step: Callable[[int, int], None]) -> None:
    st.button(
        label,
        key=f"{name}_{label.lower()}",
        shortcut=shortcut,
        type="tertiary",
        disabled=step is None,
        on_click=on_step,
        args=step or (1, 0),
    )
