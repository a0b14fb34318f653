"""What the Verdicts page computes, kept between reruns until anything more is said in the warehouse."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from analysis.verdict_report import Disagreement, VerdictReport
from dashboard import cache
from dashboard.commands.verdicts_rows import queue_rows
from dashboard.components.session import Chosen
from dashboard.judged import read_verdict_report
from loaders.comparison import Comparison
from loaders.judgements import last_recorded
from loaders.schema import Unit

PAGE_SIZE: Final = 25
_MAX_RESULTS: Final = 64


def verdict_report(chosen: Chosen, warehouse: Path) -> VerdictReport:
    """Return what annotators said of the comparison; raises `InputError` as `loaders.notes` does."""
    comparison, unit = chosen.comparison, chosen.view.unit
    (whole,) = cache.slices(comparison, (unit,))
    n_flips = whole.counts.n_negative_flips
    key = (*cache.key_of(comparison), str(warehouse), str(last_recorded(warehouse)))
    return _report(comparison, key, warehouse, unit, n_flips)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting…")
def _report(_comparison: Comparison, key: tuple[str, ...], _warehouse: Path, unit: Unit, n_flips: int) -> VerdictReport:
    return read_verdict_report(_comparison, _warehouse, unit, n_flips)


def queue_page(comparison: Comparison, queue: tuple[Disagreement, ...], page: int) -> list[dict[str, Any]]:
    """Return the rows of one page of the queue, with their texts."""
    return queue_rows(comparison, queue[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
