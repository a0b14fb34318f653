"""What people said of the golds of an evaluation set, read anew whenever anybody said more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from analysis.adjudication import Key
from analysis.annotation.audit_votes import label_of
from analysis.annotation.estimate import Label
from dashboard.components.annotator import annotator_name
from dashboard.components.session import current_warehouse
from dashboard.gold_audit import GoldAudit, read_gold_audit
from dashboard.judged import read_right_gold, read_said_of_gold
from loaders.audit_samples import StoredSample, read_sample, read_seeds
from loaders.corrections import Verdicts
from loaders.judgement import OWN_TOOL, Judgement, in_time
from loaders.judgement_text import annotator_key
from loaders.judgements import last_recorded
from loaders.manifest import EvalsetManifest

_MOST_READ: Final = 16


@dataclass(frozen=True, slots=True)
class GoldSaid:
    """What each annotator says now of a gold, on flips or by itself, and what most of them say."""

    current: tuple[Judgement, ...] = ()
    label: Label | None = None

    @property
    def mine(self) -> Judgement | None:
        """What this person said of the gold alone on these pages."""
        return next((one for one in self.current if _is_mine(one)), None)


def said_of_gold(evalset: EvalsetManifest, key: Key) -> GoldSaid:
    """Return what is said of one gold; raises `InputError` as `loaders.notes` does."""
    path = current_warehouse().path
    current = _said(str(path), evalset.fingerprint, last_recorded(path)).get(key, ())
    return GoldSaid(current, label_of(one.verdict for one in current))


def my_last(evalset: EvalsetManifest, keys: Iterable[Key]) -> Judgement | None:
    """Return what this person said last, on these pages, of the gold of any of these utterances."""
    path = current_warehouse().path
    said = _said(str(path), evalset.fingerprint, last_recorded(path))
    return max((one for key in keys for one in said.get(key, ()) if _is_mine(one)), key=in_time, default=None)


def _is_mine(one: Judgement) -> bool:
    own = one.pair.is_gold and one.tool == OWN_TOOL
    return own and annotator_key(one.annotator) == annotator_key(annotator_name())


@st.cache_resource(max_entries=_MOST_READ, show_spinner=False)
def _said(warehouse: str, fingerprint: str, last: int) -> Mapping[Key, tuple[Judgement, ...]]:
    return read_said_of_gold(Path(warehouse), fingerprint)


def agreed_corrections(evalset: EvalsetManifest) -> Verdicts:
    """Return the gold that people agree on; raises `InputError` as `loaders.notes` does."""
    path = current_warehouse().path
    return _corrections(str(path), evalset, evalset.fingerprint, last_recorded(path))


@st.cache_resource(max_entries=_MOST_READ, show_spinner=False)
def _corrections(warehouse: str, _evalset: EvalsetManifest, fingerprint: str, last: int) -> Verdicts:
    return read_right_gold(Path(warehouse), _evalset)


def sample_seeds(evalset: EvalsetManifest) -> tuple[int, ...]:
    """Return the seeds of the audit samples of a set, that of the last one first."""
    return read_seeds(current_warehouse().path, evalset.fingerprint)


def gold_audit(evalset: EvalsetManifest, seed: int | None = None) -> GoldAudit | None:
    """Return the audit sample of a seed, or the one drawn last, with what was said of it; None where there is none."""
    path = current_warehouse().path
    sample = read_sample(path, evalset.fingerprint, seed)
    if sample is None:
        return None
    return _audit(str(path), sample, (sample.evalset_fingerprint, sample.seed, len(sample.drawn)), last_recorded(path))


@st.cache_resource(max_entries=_MOST_READ, show_spinner=False)
def _audit(warehouse: str, _sample: StoredSample, key: tuple[str, int, int], last: int) -> GoldAudit:
    return read_gold_audit(Path(warehouse), _sample)
