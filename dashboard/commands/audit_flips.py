"""What suspect golds say of the flips of two runs: how much of what broke may be label noise, locale by locale."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.annotation.clean_gold import CleanSlice, adjusted, as_row, count_clean_gold
from analysis.annotation.clean_gold_words import say_clean, tell_noise
from analysis.frames import Row
from analysis.parts import Parts
from analysis.selection import Condition, Selection, select, with_band_limits
from loaders.comparison import comparison
from loaders.schema import ROLES, paired
from loaders.warehouse import Warehouse


@dataclass(frozen=True)
class FlipsByGold:
    """Flips over all and over clean gold, judged by the frame: of everything, and of each locale."""

    whole: CleanSlice
    locales: tuple[CleanSlice, ...]

    def rows(self) -> list[Row]:
        """Return the rows of `meta.flips`, that of everything first."""
        q_values = adjusted(self.locales)
        return [as_row(self.whole), *(as_row(part, q) for part, q in zip(self.locales, q_values, strict=True))]

    def said(self) -> tuple[str, ...]:
        """Return it in sentences, with what may be label noise where it is so."""
        return tuple(line for line in (say_clean(self.whole), *tell_noise(self.whole, self.locales)) if line)


def count_flips(
    warehouse: Warehouse, baseline: str, candidate: str, suspects: Sequence[int], conditions: tuple[Condition, ...]
) -> FlipsByGold:
    """Count the flips of what the conditions of an audit keep; raises as `loaders.comparison` does."""
    where = tuple((_in_pairs(column), values) for column, values in conditions)
    with comparison(warehouse, baseline, candidate) as opened:
        selection = with_band_limits(Selection(where=where), opened.pairs())
        pairs = Parts(opened.pairs_in_parts()).map(lambda lazy: select(lazy, selection))
        (whole,) = count_clean_gold(pairs, suspects)
        return FlipsByGold(whole, count_clean_gold(pairs, suspects, by=["locale"]))


def _in_pairs(column: str) -> str:
    """Return a column of an audit as a comparison calls it: `0_intent` is the baseline's."""
    number, _, name = column.partition("_")
    return paired(ROLES[int(number)], name) if name and number in ("0", "1") else column
