"""An export of what annotators said, or have not said yet: by the verdicts of one moment, so that it can be made again.

Nothing that was recorded is ever changed, so the id of the last judgement says which verdicts there were.
"""

from dataclasses import replace
from pathlib import Path

from analysis.selection import Selection, asks_verdict, with_band_limits, with_standings
from dashboard.exports.request import Request
from dashboard.judged import read_judged
from loaders.comparison import Comparison
from loaders.judgement import pair_of
from loaders.judgements import last_recorded


def as_judged_now(warehouse: Path, opened: Comparison, request: Request) -> Request:
    """Return the request with the last judgement of now, where it asks for verdicts; else as it is."""
    if request.judged_until is None and asks_verdict(request.selection(), opened.pairs().columns):
        return replace(request, judged_until=last_recorded(warehouse))
    return request


def selection_of(warehouse: Path, opened: Comparison, request: Request) -> Selection:
    """Return which utterances are asked for, by the verdicts that there were. Raises `InputError` as the notes do."""
    selection = with_band_limits(request.selection(), opened.pairs())
    if request.judged_until is None:
        return selection
    return with_standings(selection, read_judged(warehouse, pair_of(opened), request.judged_until).standings)
