"""A headline figure in words, for a page and for the report."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure; `tone` colours the value, `explanation` shows when pointed at, `interval` is its 95 % interval."""

    label: str
    value: str
    note: str
    explanation: str = ""
    tone: Literal["", "broke", "fixed"] = ""
    interval: str = ""
