"""Which golds are suspect by the labels alone, and why: what the runs say is no part of the choice.

An utterance whose gold the runs contradict would else be taken out of the very figure that asks how often the candidate
contradicts a gold. What the runs say is told beside, to whoever looks at one utterance.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from analysis.annotation.models_agree import MODELS_AGREE
from analysis.annotation.run_confidence import RUN_CONFIDENCE
from analysis.annotation.suspect import Shown, Suspects
from analysis.arrow_codes import Codes

OF_RUNS: Final = (MODELS_AGREE, RUN_CONFIDENCE)
"""Detectors that ask the runs."""

_ENOUGH: Final = 2
"""So many detectors must flag a gold: each by itself flags many that are right."""


def suspect_golds(found: Sequence[Suspects]) -> Codes:
    """Return the rows of the suspect golds, ascending: those that two detectors flag, neither of which asks the runs.

    Of no detector, none.
    """
    flagged = [np.unique(one.rows[one.flags]) for one in found if one.detector not in OF_RUNS]
    if not flagged:
        return np.zeros(0, dtype=np.int64)
    rows, n_flags = np.unique(np.concatenate(flagged), return_counts=True)
    return rows[n_flags >= _ENOUGH].astype(np.int64)


def reasons_against(found: Sequence[Suspects], row: int, shown: Shown = str) -> dict[str, str]:
    """Return the reason of each detector that flags the gold of a row, its most suspect entry, by detector.

    Those that ask the runs come last, all others in the order given.
    """
    told: dict[str, str] = {}
    for one in sorted(found, key=lambda one: one.detector in OF_RUNS):
        first, last = np.searchsorted(one.rows, [row, row + 1]).tolist()
        flagged = [entry for entry in range(first, last) if one.flags[entry]]
        if flagged:
            worst = max(flagged, key=lambda entry: float(one.scores[entry]))
            told[one.detector] = one.evidence(worst).reason(shown)
    return told
