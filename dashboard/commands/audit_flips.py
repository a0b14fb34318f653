"""What suspect golds say of the flips of two runs, of what the conditions of an audit keep."""

from collections.abc import Sequence

from analysis.annotation.clean_gold_words import say_clean, tell_losses, tell_noise
from analysis.annotation.label_noise import FlipsByGold, flips_by_gold
from analysis.parts import Parts
from analysis.selection import Condition, Selection, select, with_band_limits
from loaders.comparison import comparison
from loaders.schema import ROLES, paired
from loaders.warehouse import Warehouse


def count_flips(
    warehouse: Warehouse, baseline: str, candidate: str, suspects: Sequence[int], conditions: tuple[Condition, ...]
) -> FlipsByGold:
    """Count the flips, judged by the frame; raises as `loaders.comparison` does."""
    where = tuple((_in_pairs(column), values) for column, values in conditions)
    with comparison(warehouse, baseline, candidate) as opened:
        selection = with_band_limits(Selection(where=where), opened.pairs())
        pairs = Parts(opened.pairs_in_parts()).map(lambda lazy: select(lazy, selection))
        return flips_by_gold(pairs, suspects)


def say_flips(flips: FlipsByGold) -> tuple[str, ...]:
    """Say NFR over clean gold, what may be label noise where it is so, and what is left of a loss where it is not."""
    return tuple(line for line in (say_clean(flips.whole), *tell_noise(flips), *tell_losses(flips)) if line)


def _in_pairs(column: str) -> str:
    """Return a column of an audit as a comparison calls it: `0_intent` is the baseline's."""
    number, _, name = column.partition("_")
    return paired(ROLES[int(number)], name) if name and number in ("0", "1") else column
