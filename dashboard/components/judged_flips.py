"""What annotators said of a comparison, read anew whenever anybody said more: the notes change, the runs do not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from analysis.adjudication import AuditSlice, Key
from analysis.selection import Selection
from analysis.standing import Standing
from dashboard.cache import key_of
from dashboard.components.session import current_warehouse
from dashboard.judged import Judged, audit_judged, read_judged
from loaders.comparison import Comparison
from loaders.judgement import Judgement, pair_of, withdrawn_ids
from loaders.judgements import last_recorded, read_history
from loaders.schema import Unit

_MOST_READ: Final = 32


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said of one utterance, in the order of recording; what holds of it, and the standing it gives."""

    history: tuple[Judgement, ...] = ()
    current: tuple[Judgement, ...] = ()
    gone: frozenset[int] = frozenset()
    standing: Standing | None = None


def judged(comparison: Comparison) -> Judged:
    """Return what holds of a comparison; raises `InputError` as `loaders.notes` does."""
    path = current_warehouse().path
    return _judged(comparison, key_of(comparison), str(path), last_recorded(path))


@st.cache_resource(max_entries=_MOST_READ, show_spinner=False)
def _judged(_comparison: Comparison, key: tuple[str, ...], warehouse: str, last: int) -> Judged:
    return read_judged(Path(warehouse), pair_of(_comparison))


def audited(comparison: Comparison, unit: Unit, weight: str | None) -> AuditSlice:
    """Return all flips of a comparison with their standings; raises `InputError` as `loaders.notes` does."""
    path = current_warehouse().path
    return _audited(comparison, key_of(comparison), str(path), last_recorded(path), unit, weight)


@st.cache_resource(max_entries=_MOST_READ, show_spinner=False)
def _audited(
    _comparison: Comparison, key: tuple[str, ...], warehouse: str, last: int, unit: Unit, weight: str | None
) -> AuditSlice:
    (whole,) = audit_judged(_comparison, judged(_comparison), Selection(unit), (), weight)
    return whole


def said_of(comparison: Comparison, locale: str, utterance_id: str) -> Said:
    """Return what was said of one utterance; raises `InputError` as `loaders.notes` does."""
    path = current_warehouse().path
    by_utterance, gone = _history(comparison, key_of(comparison), str(path), last_recorded(path))
    now = judged(comparison)
    key = (locale, utterance_id)
    current = tuple(one for one in now.judgements if (one.locale, one.utterance_id) == key)
    return Said(tuple(by_utterance.get(key, ())), current, gone, now.standings.get(key))


@st.cache_resource(max_entries=_MOST_READ, show_spinner=False)
def _history(
    _comparison: Comparison, key: tuple[str, ...], warehouse: str, last: int
) -> tuple[Mapping[Key, Sequence[Judgement]], frozenset[int]]:
    history = read_history(Path(warehouse), pair_of(_comparison))
    found: dict[Key, list[Judgement]] = defaultdict(list)
    of_withdrawn = {one.id: one for one in history}
    for one in history:
        # What was taken back may have stood for several utterances.
        stands_for = of_withdrawn[one.withdraws].stands_for if one.withdraws in of_withdrawn else one.stands_for
        for utterance_id in dict.fromkeys((one.utterance_id, *stands_for)):
            found[one.locale, utterance_id].append(one)
    return found, withdrawn_ids(history)
