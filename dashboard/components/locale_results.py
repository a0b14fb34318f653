"""What the Locales page computes, kept between reruns as `dashboard.cache` does: by fingerprint, so never stale."""

from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from analysis.flips import fetch
from analysis.locale_difference import LocaleDifference, compare_two_locales
from analysis.locales import LocaleComparison, compare_locales
from analysis.parallel import (
    AlignmentCounts,
    Request,
    Requests,
    align_requests,
    broken_anywhere,
    broken_everywhere,
    broken_in,
    count_alignment,
    count_requests,
    page_requests,
    run_once,
)
from analysis.parts import Parts
from analysis.selection import Selection
from analysis.slot_errors import SlotSlice
from analysis.transitions import Transition, count_transitions
from dashboard.cache import key_of
from dashboard.components.overview_results import slot_errors
from loaders.comparison import Comparison
from loaders.schema import Unit

RequestFilter = Literal["all", "broke in A, not in B", "broke everywhere", "broke anywhere"]
PAGE_SIZE: Final = 25
_MOST_ALIGNED: Final = 4
"""Choices of locales whose broken requests are kept: 27 MB for half a million of them in four locales."""

_MAX_RESULTS: Final = 256


@dataclass(frozen=True, slots=True)
class RequestQuery:
    """Which requests are listed; `a` and `b` matter to the filter that names two locales alone."""

    locales: tuple[str, ...]
    unit: Unit
    filter: RequestFilter
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Some requests in order, and the text of each utterance on the page by its row."""

    requests: tuple[Request, ...]
    texts: dict[int, str]


def locale_comparison(
    comparison: Comparison, locales: tuple[str, ...], unit: Unit, weight: str | None
) -> LocaleComparison:
    """Return `compare_locales` of a comparison."""
    return _locale_comparison(comparison, key_of(comparison), locales, unit, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting…")
def _locale_comparison(
    _comparison: Comparison, key: tuple[str, ...], locales: tuple[str, ...], unit: Unit, weight: str | None
) -> LocaleComparison:
    return compare_locales(Parts(_comparison.pairs_in_parts()), locales, unit, weight)


def locale_difference(comparison: Comparison, a: str, b: str, unit: Unit) -> LocaleDifference:
    """Return `compare_two_locales` of a comparison, by domain."""
    return _locale_difference(comparison, key_of(comparison), a, b, unit)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Comparing the two…")
def _locale_difference(_comparison: Comparison, key: tuple[str, ...], a: str, b: str, unit: Unit) -> LocaleDifference:
    return compare_two_locales(_comparison.pairs(), a, b, unit, "domain")


def slot_errors_by_locale(comparison: Comparison, weight: str | None) -> dict[str, SlotSlice]:
    """Return what both runs made of the slots of each locale."""
    return {str(part.values["locale"]): part for part in slot_errors(comparison, ("locale",), weight)}


def broken_transitions(
    comparison: Comparison, locales: tuple[str, ...], unit: Unit, weight: str | None
) -> tuple[Transition, ...]:
    """Return the transitions of what broke in these locales, `locale` among their values."""
    return _broken_transitions(comparison, key_of(comparison), locales, unit, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _broken_transitions(
    _comparison: Comparison, key: tuple[str, ...], locales: tuple[str, ...], unit: Unit, weight: str | None
) -> tuple[Transition, ...]:
    broke = Selection(unit, ("negative_flip",), (("locale", locales),))
    return count_transitions(Parts(_comparison.pairs_in_parts()), broke, ("locale",), weight=weight)


def request_alignment(comparison: Comparison, locales: tuple[str, ...]) -> AlignmentCounts:
    """Return how many requests these locales have, and how many utterances stand for none."""
    return _request_alignment(comparison, key_of(comparison), locales)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _request_alignment(_comparison: Comparison, key: tuple[str, ...], locales: tuple[str, ...]) -> AlignmentCounts:
    return count_alignment(_comparison.pairs(), locales)


def n_requests(comparison: Comparison, query: RequestQuery) -> int:
    """Return how many requests the filter leaves."""
    return _n_requests(comparison, key_of(comparison), query)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Aligning requests…")
def _n_requests(_comparison: Comparison, key: tuple[str, ...], query: RequestQuery) -> int:
    return count_requests(_filtered(_comparison, key, query))


def request_page(comparison: Comparison, query: RequestQuery, page: int) -> RequestPage:
    """Return one page of requests, the first is 1, with the text that stands for each."""
    return _request_page(comparison, key_of(comparison), query, page)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _request_page(_comparison: Comparison, key: tuple[str, ...], query: RequestQuery, page: int) -> RequestPage:
    requests = page_requests(_filtered(_comparison, key, query), (page - 1) * PAGE_SIZE, PAGE_SIZE)
    rows = [answer.row for request in requests for answer in request.answers.values() if answer is not None]
    texts = {row["row"]: str(row["text"]) for row in fetch(_comparison.pairs_at(rows), rows, ("text",))}
    return RequestPage(requests, texts)


def _filtered(comparison: Comparison, key: tuple[str, ...], query: RequestQuery) -> Requests:
    if query.filter == "all":
        return align_requests(comparison.pairs(), query.locales, query.unit)
    broke = _broken_requests(comparison, key, query.locales, query.unit)
    match query.filter:
        case "broke in A, not in B":
            return broken_in(broke, query.a, query.b)
        case "broke everywhere":
            return broken_everywhere(broke)
        case "broke anywhere":
            return broke


@st.cache_resource(max_entries=_MOST_ALIGNED, show_spinner="Aligning requests…")
def _broken_requests(_comparison: Comparison, key: tuple[str, ...], locales: tuple[str, ...], unit: Unit) -> Requests:
    """Return what broke in any of the locales, aligned once: every other filter and page reads on from there."""
    return run_once(broken_anywhere(align_requests(_comparison.pairs(), locales, unit)))
