"""The utterances that a chain lost, or that flap: a row each, with its track and the way to the flip itself."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import streamlit as st

from analysis.chain import FATES, Fate
from dashboard import wording
from dashboard.components.chain_address import ChainAddress
from dashboard.components.chain_picker import go
from dashboard.components.chain_results import PAGE_SIZE, fated_page, n_fated
from dashboard.components.markdown_text import plain
from dashboard.figures.chain import chain_labels
from dashboard.figures.slot_marks import spoken
from dashboard.state import FlipFilter, Parameters, View
from loaders.chain import Chain

_FATE_KEY: Final = "chain_fate"

_EXPLAINED: Final[dict[Fate, str]] = {
    "lost": "Right in an earlier version, wrong in the last",
    "flapping": "Changed between right and wrong at least twice",
}


def show_chain_list(chain: Chain, view: View, address: ChainAddress, names: Sequence[str]) -> None:
    """Show which list, its rows, and the way to further pages."""
    with st.container(border=True, key="chain_list", gap="small"):
        st.html("<h2>The utterances behind it</h2>")
        st.session_state[_FATE_KEY] = address.fate
        st.segmented_control(
            "List",
            FATES,
            format_func=lambda fate: f"{fate.capitalize()} ({wording.count(n_fated(chain, view.unit, fate))})",
            required=True,
            key=_FATE_KEY,
            on_change=lambda: go(names, fate=st.session_state[_FATE_KEY], page=1),
            label_visibility="collapsed",
        )
        n = n_fated(chain, view.unit, address.fate)
        if not n:
            st.html(f'<div class="note muted">No utterance is {address.fate}.</div>')
            return
        st.html(
            f'<div class="note muted">{_EXPLAINED[address.fate]}; most traffic first. '
            "The link opens the utterance on the Flips page, between the two versions it names.</div>"
        )
        _show_page(chain, view, address, n, names)


def _show_page(chain: Chain, view: View, address: ChainAddress, n: int, names: Sequence[str]) -> None:
    n_pages = -(-n // PAGE_SIZE)
    page = min(address.page, n_pages)
    rows = fated_page(chain, view.unit, address.fate, page)
    runs = [run.name for run in chain.runs]
    short = [plain(name) for name in chain_labels(runs)]
    with st.container(key=f"chain_rows_{len(runs)}", gap=None):
        st.html(_head(runs))
        for row in rows:
            correct = [bool(row[column]) for column in chain.correct(view.unit)]
            with st.container(key=f"chain_row_{row['row']}", gap=None):
                st.html(row_html(row, correct, runs))
                baseline, candidate = deciding_step(correct)
                st.page_link(
                    "pages/flips.py",
                    label=f"{short[baseline]} → {short[candidate]}",
                    help=f"{plain(runs[baseline])} → {plain(runs[candidate])}",
                    query_params=flip_of(view, (runs[baseline], runs[candidate]), correct[candidate], row["row"]),
                )
    if n_pages > 1:
        _show_pager(address.fate, page, n_pages, names)
        first = (page - 1) * PAGE_SIZE
        st.html(f'<div class="note muted tabular">{first + 1:,} to {first + len(rows):,} of {n:,}</div>')


def _show_pager(fate: Fate, page: int, n_pages: int, names: Sequence[str]) -> None:
    # A widget of its own for each page: it starts where the address is, and needs no state from before.
    key = f"chain_page_{fate}_{page}"
    st.pagination(n_pages, default=page, key=key, on_change=lambda: go(names, page=int(st.session_state[key])))


def deciding_step(correct: Sequence[bool]) -> tuple[int, int]:
    """Return the two runs that show what became of an utterance, by their places.

    Where the last run is wrong: the run that was right last, and the last run. Else: the step that mended it last.

    >>> deciding_step([True, False, False]), deciding_step([True, False, True, True])
    ((0, 2), (1, 2))
    """
    last = len(correct) - 1
    other = max(index for index, right in enumerate(correct) if right != correct[last])
    return (other, other + 1) if correct[last] else (other, last)


def flip_of(view: View, runs: tuple[str, str], was_fixed: bool, row: int) -> Parameters:
    """Return the query parameters of one utterance on the Flips page of two other runs.

    >>> flip_of(View("e", "v1", "v2"), ("v2", "v4"), True, 7)["outcome"]
    ['positive_flip']
    """
    of_pair = View(view.evalset, *runs, view.unit, view.weight).parameters()
    flips = FlipFilter(("positive_flip" if was_fixed else "negative_flip",))
    return of_pair | flips.parameters() | {"row": str(row)}


def _head(runs: Sequence[str]) -> str:
    short = chain_labels(runs)
    names = "".join(f'<bdi title="{escape(run)}">{escape(name)}</bdi>' for run, name in zip(runs, short, strict=True))
    return (
        '<div class="chain-row chain-head" aria-hidden="true"><span>utterance</span><span>locale</span>'
        '<span class="domain">domain</span><span class="traffic">traffic</span>'
        f'<span class="track">{names}</span></div>'
    )


def row_html(row: Mapping[str, Any], correct: Sequence[bool], runs: Sequence[str]) -> str:
    """Return text, locale, domain, traffic and the track of an utterance, a mark a run."""
    locale, domain = escape(str(row["locale"])), escape(str(row["domain"] or wording.UNDEFINED))
    track = "".join(_mark(right, run) for right, run in zip(correct, runs, strict=True))
    return (
        f'<div class="chain-row"><bdi class="text" dir="auto" lang="{locale}">{escape(str(row["text"]))}</bdi>'
        f'<span class="muted">{locale}</span><span class="domain muted">{domain}</span>'
        f'<span class="traffic muted tabular">{wording.count(row["frequency"])}</span>'
        f'<span class="track">{track}</span></div>'
    )


def _mark(right: bool, run: str) -> str:
    sign, word = ("✓", "right") if right else ("✕", "wrong")
    css_class = "right" if right else "broke"
    said = f"{word} in {run}"
    shown = f'<span aria-hidden="true">{sign}</span>{spoken(f"{said}; ")}'
    return f'<span class="{css_class}" title="{escape(said)}">{shown}</span>'
