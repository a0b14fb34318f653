"""What the Slots page computes, kept between reruns as `dashboard.cache` does: by fingerprint, so never stale."""

from typing import Final

import streamlit as st

from analysis.other_names import OtherNames, count_other_names
from analysis.parts import Parts
from analysis.slot_errors import SlotSlice, count_errors_of_slots, count_slot_errors
from analysis.slot_report import SlotReport, report_slots
from analysis.value_changes import ValueChange, count_value_changes
from dashboard import cache
from dashboard.cache import key_of
from loaders.comparison import Comparison
from loaders.normalise import normalise

_MAX_RESULTS: Final = 256


def slot_report(comparison: Comparison, weight: str | None) -> SlotReport:
    """Return `report_slots` of a comparison."""
    by_name, whole = _errors(comparison, key_of(comparison), weight)
    return report_slots(cache.slices(comparison, ["slot"], ["slot_name"], weight), by_name, whole)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting slots…")
def _errors(
    _comparison: Comparison, key: tuple[str, ...], weight: str | None
) -> tuple[tuple[SlotSlice, ...], SlotSlice]:
    spurious = Parts(_comparison.spurious_pairs_in_parts())
    by_name = count_errors_of_slots(Parts(_comparison.slot_pairs_in_parts()), spurious, weight=weight)
    (whole,) = count_slot_errors(Parts(_comparison.pairs_in_parts()), spurious, weight=weight)
    return by_name, whole


def value_changes(comparison: Comparison, slot_name: str, weight: str | None) -> tuple[ValueChange, ...]:
    """Return `count_value_changes` of a slot, in all locales."""
    return _value_changes(comparison, key_of(comparison), slot_name, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _value_changes(
    _comparison: Comparison, key: tuple[str, ...], slot_name: str, weight: str | None
) -> tuple[ValueChange, ...]:
    return count_value_changes(Parts(_comparison.slot_pairs_in_parts()), slot_name, weight=weight)


def other_names(comparison: Comparison, slot_name: str, weight: str | None) -> OtherNames:
    """Return `count_other_names` of a slot, in all locales."""
    return _other_names(comparison, key_of(comparison), slot_name, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _other_names(_comparison: Comparison, key: tuple[str, ...], slot_name: str, weight: str | None) -> OtherNames:
    return count_other_names(Parts(_comparison.pairs_in_parts()), slot_name, normalise, weight)
