"""What an audit says of the golds of a comparison, once it is known; kept as `dashboard.cache` does, so never stale."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import streamlit as st

from analysis.annotation import label_noise
from analysis.annotation.label_noise import FlipsByGold
from analysis.annotation.likely_wrong import ASK_THE_RUNS, likely_wrong
from analysis.annotation.ranking import Ranking
from analysis.annotation.suspect import Shown
from analysis.annotation.voices import voices_of
from analysis.parts import Parts
from dashboard.cache import key_of
from dashboard.components.audit_jobs import suspects_at_once
from dashboard.components.session import current_warehouse
from dashboard.suspect_golds import remember_suspect_golds
from loaders.comparison import Comparison
from loaders.schema import Unit

_MOST_AUDITS: Final = 8
_MAX_RESULTS: Final = 64


@dataclass(frozen=True, eq=False, slots=True)
class GoldAudit:
    """The suspects in their order, and the rows of those whose gold is likely wrong."""

    ranking: Ranking
    suspects: frozenset[int]

    def reasons(self, row: int, shown: Shown = str) -> dict[str, str]:
        """Return what speaks against the gold of a row, by detector: those that flag it, the runs' own last.

        Of a suspect that none flags by itself, what all of them say together.
        """
        (places,) = np.nonzero(self.ranking.rows == row)
        voices = voices_of(self.ranking, int(places[0])) if len(places) else ()
        flagging = [voice for voice in voices if voice.flag] or (list(voices) if row in self.suspects else [])
        flagging.sort(key=lambda voice: voice.detector in ASK_THE_RUNS)
        return {voice.detector: voice.evidence.reason(shown) for voice in flagging}

    def told(self, row: int) -> str:
        """Return why the gold of a row is suspect, in plain text; "" where it is not."""
        return " ".join(self.reasons(row).values()) if row in self.suspects else ""


def known_audit(comparison: Comparison) -> GoldAudit | None:
    """Return the audit of a comparison's golds; None while it is not known, without waiting for it."""
    ranking = suspects_at_once(current_warehouse(), comparison)
    return None if ranking is None else _audit(comparison, ranking, key_of(comparison))


@st.cache_resource(max_entries=_MOST_AUDITS, show_spinner=False)
def _audit(_comparison: Comparison, _ranking: Ranking, key: tuple[str, ...]) -> GoldAudit:
    rows = likely_wrong(_ranking.found, _comparison.evalset.n_utterances).tolist()
    remember_suspect_golds(_comparison.evalset, rows)
    return GoldAudit(_ranking, frozenset(rows))


def flips_by_gold(comparison: Comparison, audit: GoldAudit, unit: Unit) -> FlipsByGold:
    """Return the flips of a comparison over all and over clean gold; each utterance counts once."""
    return _flips_by_gold(comparison, audit, key_of(comparison), unit)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _flips_by_gold(_comparison: Comparison, _audit: GoldAudit, key: tuple[str, ...], unit: Unit) -> FlipsByGold:
    return label_noise.flips_by_gold(Parts(_comparison.pairs_in_parts()), sorted(_audit.suspects), unit)
