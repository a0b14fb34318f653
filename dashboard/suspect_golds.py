"""The golds of a set that are likely wrong, kept while the process lives: an audit takes seconds to minutes.

Labels alone decide, so they are the same whichever runs are compared. No Streamlit here.
"""

from collections.abc import Callable, Sequence
from typing import Final

from analysis.annotation.audit import find_suspects
from analysis.annotation.likely_wrong import likely_wrong
from loaders.audit import audit
from loaders.manifest import EvalsetManifest
from loaders.normalise import normalise
from loaders.warehouse import Warehouse

Rows = tuple[int, ...]
"""The column `row` of each suspect, ascending."""

_KNOWN: Final[dict[str, Rows]] = {}
_MOST_KNOWN: Final = 16


def remember_suspect_golds(evalset: EvalsetManifest, rows: Sequence[int]) -> None:
    """Keep what an audit that was made anyway says, so that nobody makes it again."""
    while len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.pop(next(iter(_KNOWN)), None)
    _KNOWN[evalset.fingerprint] = tuple(rows)


def find_suspect_golds(
    warehouse: Warehouse, evalset: EvalsetManifest, progress: Callable[[str], None] = lambda _step: None
) -> Rows:
    """Return the golds that are likely wrong; the set is audited where nobody did so before, which takes a while."""
    if evalset.fingerprint not in _KNOWN:
        with audit(warehouse, evalset.name) as opened:
            found = find_suspects(opened.utterances(), normalise, progress=progress)
        remember_suspect_golds(evalset, likely_wrong(found, evalset.n_utterances).tolist())
    return _KNOWN[evalset.fingerprint]
