"""The panel that adds filters to the page Annotation; its values come with how many of the listed have them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from analysis.annotation.suspect_counts import count_pairs
from analysis.annotation.suspect_list import count_values
from analysis.annotation.suspect_table import SuspectTable
from dashboard import wording
from dashboard.components.session import Chosen
from dashboard.components.suspect_address import COLUMNS, SuspectAddress
from dashboard.components.suspect_link import go_to
from dashboard.components.suspect_results import list_of
from dashboard.figures.detector_words import detector_name

_MOST_SHOWN: Final = 200
"""So many values of a column are offered, those with most suspects; others can be typed."""

Change = Callable[[SuspectAddress, tuple[str, ...]], SuspectAddress]


def show_suspect_panel(chosen: Chosen, table: SuspectTable, address: SuspectAddress) -> None:
    """Show what can be filtered by, as the address has it; each use changes the address."""
    left, right = st.columns(2, gap="medium")
    with left:
        _show_detectors(table, address)
        _show_flips(table, address)
        if "annotated_at" in table.columns:
            _show_days(table, address)
        _choose(
            table, "Label → likelier", "pair", _pair_counts(chosen, table, address), address.asked.pairs, _with_pairs
        )
    with right:
        for column in COLUMNS:
            if column in table.columns:
                _choose_values(chosen, table, address, column)


def _show_detectors(table: SuspectTable, address: SuspectAddress) -> None:
    st.session_state["suspect_detector"] = list(address.asked.detectors)
    st.pills(
        "Flagged by",
        table.detectors,
        selection_mode="multi",
        format_func=detector_name,
        key="suspect_detector",
        wrap=True,
        on_change=lambda: go_to(table, _with_detectors),
    )


def _with_detectors(address: SuspectAddress) -> SuspectAddress:
    return address.narrowed(replace(address.asked, detectors=tuple(st.session_state["suspect_detector"])))


def _show_flips(table: SuspectTable, address: SuspectAddress) -> None:
    st.session_state["suspect_flips"] = address.only_broke
    st.toggle(
        "Only what broke",
        key="suspect_flips",
        help="Negative flips: right in the baseline, wrong in the candidate, by this gold.",
        on_change=lambda: go_to(
            table, lambda now: replace(now, only_broke=st.session_state["suspect_flips"], page=1, row=None)
        ),
    )


def _show_days(table: SuspectTable, address: SuspectAddress) -> None:
    days = sorted(str(day) for day in table.columns["annotated_at"].values if day is not None)
    asked = address.asked
    with st.container(horizontal=True, gap="small"):
        for name, label, day in (("since", "Labelled since", asked.since), ("until", "until", asked.until)):
            key = f"suspect_{name}"
            options = sorted({*days, day} - {""})
            st.session_state[key] = day or None
            st.selectbox(
                label,
                options,
                key=key,
                index=None,
                placeholder="any day",
                on_change=_choose_day,
                args=(table, name, key),
            )


def _choose_day(table: SuspectTable, name: str, key: str) -> None:
    day = st.session_state[key] or ""

    def change(now: SuspectAddress) -> SuspectAddress:
        asked = replace(now.asked, since=day) if name == "since" else replace(now.asked, until=day)
        return now.narrowed(asked)

    go_to(table, change)


def _pair_counts(chosen: Chosen, table: SuspectTable, address: SuspectAddress) -> dict[str, int]:
    listing = list_of(chosen.comparison, chosen.view.unit, table, address.without("pair"))
    return {one.pair.text: one.n for one in count_pairs(table, listing.places)}


def _with_pairs(address: SuspectAddress, pairs: tuple[str, ...]) -> SuspectAddress:
    return address.narrowed(replace(address.asked, pairs=pairs))


def _choose_values(chosen: Chosen, table: SuspectTable, address: SuspectAddress, column: str) -> None:
    listing = list_of(chosen.comparison, chosen.view.unit, table, address.without(column))
    counts = count_values(table.column_of_suspects(column), listing.places)
    asked = dict(address.asked.where).get(column, ())
    label = "Gold intent" if column == "intent" else column.replace("_", " ").capitalize()
    _choose(table, label, column, counts, asked, lambda now, values: now.with_values(column, values))


def _choose(
    table: SuspectTable, label: str, name: str, counts: Mapping[str, int], asked: tuple[str, ...], change: Change
) -> None:
    key = f"suspect_values_{name}"
    st.session_state[key] = list(asked)
    st.multiselect(
        label,
        list(dict.fromkeys([*list(counts)[:_MOST_SHOWN], *asked])),
        key=key,
        format_func=lambda value: _told(value, counts),
        placeholder="any",
        accept_new_options=len(counts) > _MOST_SHOWN,
        on_change=lambda: go_to(table, lambda now: change(now, tuple(st.session_state[key]))),
    )


def _told(value: str, counts: Mapping[str, int]) -> str:
    shown = value.replace(" -> ", " → ") or "(empty)"
    return f"{shown} · {wording.count(counts[value])}" if value in counts else shown
