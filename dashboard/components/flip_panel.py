"""The panel that adds filters to the Flips page; its values come with how many of the listed outcomes have them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from analysis.bands import BANDS, FREQUENCY_BAND
from analysis.causes import CAUSES
from analysis.derived import GOLD, HAS_SLOT, LENGTH, LENGTHS, SWING, SWINGS, VERDICT, is_derived
from analysis.gold_filter import GOLDS
from dashboard import cache, wording
from dashboard.components.flip_address import Address
from dashboard.components.flip_link import filter_columns, go
from dashboard.components.flip_words import column_label, plain_label
from dashboard.components.session import Chosen
from dashboard.figures.judgements import STANDING_HELP, STANDING_WORDS
from dashboard.state import SLICE_PARAMETERS
from loaders.comparison import Comparison
from loaders.schema import OUTCOMES, ROLES, paired

MOST_SHOWN: Final = 50
"""So many values of a column are sent to the browser; further ones are found by a part of their name."""

_FIRST_COLUMNS: Final = ("partition", "annotator", "guideline_version", "baseline_intent", "candidate_intent")
_HIDDEN_COLUMNS: Final = (
    "utterance_id",
    "parallel_id",
    *(paired(role, column) for role in ROLES for column in ("slot_states", "slot_answers")),
    *SLICE_PARAMETERS,
)


def show_panel(chosen: Chosen, address: Address) -> None:
    """Show what can be filtered by, as the address has it; each use changes the address."""
    comparison = chosen.comparison
    columns = cache.column_types(comparison)
    left, right = st.columns(2, gap="medium")
    with left:
        _show_outcomes(comparison, address)
        _show_causes(comparison, address)
        if is_derived(FREQUENCY_BAND, columns) and cache.knows_traffic(comparison):
            _show_pills(comparison, address, FREQUENCY_BAND, "Frequency", BANDS, str, wording.BAND_HELP)
        if is_derived(LENGTH, columns):
            _show_pills(comparison, address, LENGTH, "Length", LENGTHS, _short_length)
        if is_derived(SWING, columns) and comparison.baseline.has_nbest and comparison.candidate.has_nbest:
            label = "Confidence in the right intent moved"
            _show_pills(comparison, address, SWING, label, SWINGS, wording.SWING_LABELS.__getitem__, wording.SWING_HELP)
    with right:
        for column in SLICE_PARAMETERS:
            _choose_values(chosen, address, column, column.capitalize())
        if is_derived(HAS_SLOT, columns):
            _choose_values(chosen, address, HAS_SLOT, "Has slot (all of them)")
        column = st.selectbox(
            "Another column", _other_columns(comparison, address), key="flip_column", format_func=_as_label
        )
        if column is not None:
            _choose_values(chosen, address, column, f"Value of {_as_label(column)}")
        if is_derived(VERDICT, columns):
            words = STANDING_WORDS.__getitem__
            _show_pills(comparison, address, VERDICT, "Verdict", tuple(STANDING_WORDS), words, STANDING_HELP)
        if is_derived(GOLD, columns):
            _show_pills(comparison, address, GOLD, "Gold", GOLDS, wording.GOLD_LABELS.__getitem__, wording.GOLD_HELP)


def _show_outcomes(comparison: Comparison, address: Address) -> None:
    outcomes = address.flips.outcomes or OUTCOMES
    st.session_state["flip_outcome"] = [outcome for outcome in OUTCOMES if outcome in outcomes]
    st.pills(
        "Outcome",
        (*OUTCOMES[1:], OUTCOMES[0]),
        selection_mode="multi",
        format_func=wording.OUTCOME_LABELS.__getitem__,
        key="flip_outcome",
        wrap=True,
        on_change=lambda: go(comparison, _with_outcomes),
    )


def _show_causes(comparison: Comparison, address: Address) -> None:
    st.session_state["flip_cause"] = list(address.flips.causes)
    st.pills(
        "Cause",
        CAUSES,
        selection_mode="multi",
        format_func=wording.CAUSE_LABELS.__getitem__,
        key="flip_cause",
        wrap=True,
        help=wording.CAUSE_HELP,
        on_change=lambda: go(comparison, _with_causes),
    )


def _with_outcomes(address: Address) -> Address:
    chosen = tuple(outcome for outcome in OUTCOMES if outcome in st.session_state["flip_outcome"])
    return address.with_filter(replace(address.flips, outcomes=() if len(chosen) == len(OUTCOMES) else chosen))


def _with_causes(address: Address) -> Address:
    chosen = tuple(cause for cause in CAUSES if cause in st.session_state["flip_cause"])
    return address.with_filter(replace(address.flips, causes=chosen))


def _show_pills(
    comparison: Comparison,
    address: Address,
    column: str,
    label: str,
    values: Sequence[str],
    shown: Callable[[str], str],
    explained: str | None = None,
) -> None:
    key = f"flip_values_{column}"
    asked = dict(address.flips.where).get(column, ())
    st.session_state[key] = [value for value in values if value in asked]
    st.pills(
        label,
        values,
        selection_mode="multi",
        format_func=shown,
        key=key,
        wrap=True,
        help=explained,
        on_change=lambda: go(comparison, lambda now: now.with_values(column, st.session_state[key])),
    )


def _short_length(band: str) -> str:
    return band.removesuffix(" characters")


def _choose_values(chosen: Chosen, address: Address, column: str, label: str) -> None:
    """Choose among the values with most flips; of a long column, find the others by a part of their name."""
    comparison, unit, outcomes = chosen.comparison, chosen.view.unit, address.flips.outcomes
    asked = list(dict(address.flips.where).get(column, ()))
    # A value more than is shown tells that there are more.
    found = cache.value_counts(comparison, column, unit, outcomes, MOST_SHOWN + 1)
    if is_long := len(found) > MOST_SHOWN:
        words = st.text_input(
            f"Find in {label}", key=f"flip_find_{column}", placeholder="a part of its name", icon=":material/search:"
        ).strip()
        found = cache.value_counts(comparison, column, unit, outcomes, MOST_SHOWN, words)
    counts = {_as_text(one.value): one.n for one in found}
    key = f"flip_values_{column}"
    st.session_state[key] = asked
    st.multiselect(
        label,
        list(dict.fromkeys([*counts, *asked])),
        key=key,
        format_func=lambda value: (
            f"{value or '(empty)'} · {wording.count(counts[value])}" if value in counts else value
        ),
        placeholder=f"any; the {MOST_SHOWN} with most flips are listed" if is_long else "any",
        accept_new_options=is_long,
        on_change=lambda: go(comparison, lambda now: now.with_values(column, st.session_state[key])),
    )


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _as_label(column: str) -> str:
    return plain_label(column_label(column))


def _other_columns(comparison: Comparison, address: Address) -> list[str]:
    """Return the columns offered, those in use first, then those of the evaluation set."""
    existing = [column for column in filter_columns(comparison) if column not in _HIDDEN_COLUMNS]
    used = [column for column, _ in address.flips.where if column in existing]
    first = [column for column in (*comparison.evalset.extra_columns, *_FIRST_COLUMNS) if column in existing]
    return list(dict.fromkeys([*used, *first, *existing]))
