"""The surprise of a pair by a plain second route."""

from math import log2

from analysis.frames import Row
from loaders.schema import Unit


def bits_of(row: Row, unit: Unit) -> float | None:
    """The bits of what the baseline did and of what the candidate did, added up."""
    bits = 0.0
    for role in ("baseline", "candidate"):
        confidence = row[f"{role}_confidence"]
        if confidence is None:
            return None
        done = confidence if row[f"{role}_{unit}_correct"] else 1 - confidence
        bits -= log2(max(done, 2**-20))
    return bits
