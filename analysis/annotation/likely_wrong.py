"""Golds that are more likely wrong than right, by every detector or by those that look at the gold alone.

Whether a gold is clean must not be judged by the very runs that are compared over it: an utterance would be left out
because the candidate, surely, says something else. So the detectors that ask the runs do not count unless asked for.
"""

from collections.abc import Sequence
from typing import Final

from analysis.annotation.models_agree import MODELS_AGREE
from analysis.annotation.ranking import rank
from analysis.annotation.run_confidence import RUN_CONFIDENCE
from analysis.annotation.suspect import Suspects
from analysis.arrow_codes import Codes

ASK_THE_RUNS: Final = frozenset({MODELS_AGREE, RUN_CONFIDENCE})


def without_runs(found: Sequence[Suspects]) -> tuple[Suspects, ...]:
    """Return what the detectors found that look at the gold alone."""
    return tuple(one for one in found if one.detector not in ASK_THE_RUNS)


def likely_wrong(found: Sequence[Suspects], n_utterances: int, ask_the_runs: bool = False) -> Codes:
    """Return the rows, ascending, whose gold has a chance to be wrong, by the ranking's score, of more than a half.

    With `ask_the_runs` every detector counts, else only those that look at the gold alone. None found gives none.
    """
    ranking = rank(found if ask_the_runs else without_runs(found), n_utterances)
    rows = ranking.rows[ranking.is_flagged()]
    rows.sort()
    return rows
