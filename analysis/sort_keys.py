"""What a list of flips can be sorted by: a column, the confidence that was lost, or how surprising a flip is."""

from typing import Any, Final

import narwhals as nw

from analysis.frames import require_columns
from analysis.surprise import SURPRISE, SURPRISE_COLUMNS, likelihood
from loaders.schema import Unit

CONFIDENCE_DROP: Final = "confidence_drop"
"""Sort key `baseline_confidence - candidate_confidence`: how sure the baseline was that the candidate no longer is."""

LARGEST_FIRST: Final = (CONFIDENCE_DROP, SURPRISE)
"""Sort keys that are no column; both are read from the largest down."""


def sort_key(frame: nw.LazyFrame[Any], sort: str, unit: Unit) -> nw.Expr:
    """Return what rows are sorted by; a column of the frame stands before a key of the same name.

    Raises `UnknownColumn` where the frame lacks the column or a confidence, and ValueError for the surprise of single
    slots.
    """
    if sort in frame.collect_schema().names() or sort not in LARGEST_FIRST:
        require_columns(frame, (sort,))
        return nw.col(sort)
    baseline, candidate = SURPRISE_COLUMNS
    # The least likely are the most surprising, and so they are the same to the bit on every engine.
    key = -likelihood(unit) if sort == SURPRISE else nw.col(baseline) - nw.col(candidate)
    require_columns(frame, SURPRISE_COLUMNS)
    return key
