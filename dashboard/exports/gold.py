"""The request of an export of golds that may be wrong, or of an audit sample: is the label right, whatever runs say?"""

from collections.abc import Iterable
from typing import Final

from dashboard.exports.request import Format, Request
from loaders.errors import InputError
from loaders.schema import OUTCOMES

MOST_ROWS: Final = 100_000
"""So many utterances can be named: the manifest has each of them."""


def gold_request(tool: Format, rows: Iterable[int], overlap: int = 1) -> Request:
    """Return the request for these utterances, in the order in which they are to be judged.

    Why a gold is suspect is not said: whoever judges it is to look at the text alone. Raises `InputError` for none and
    for too many.
    """
    named = tuple(int(row) for row in rows)
    if not named:
        raise InputError("nothing is left to be judged; draw a larger sample, or choose other filters")
    if len(named) > MOST_ROWS:
        raise InputError(f"{len(named):,} utterances are too many to hand out at once; {MOST_ROWS:,} are the most")
    return Request(format=tool, outcomes=OUTCOMES, blind="gold", overlap=overlap, rows=named)
