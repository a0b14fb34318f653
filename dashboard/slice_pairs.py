"""The pairs as slices are searched in them, the same for the command line and the pages."""

import narwhals as nw

from analysis.bands import FREQUENCY_BAND, add_frequency_band, find_band_limits
from analysis.frames import as_lazy
from analysis.parts import Parts
from analysis.slice_features import default_columns
from loaders.comparison import Comparison


def pairs_with_bands(opened: Comparison) -> Parts:
    """Return the pairs with the band of each frequency, judged among all of them."""
    pairs = Parts(opened.pairs_in_parts())
    if FREQUENCY_BAND in opened.pairs().columns:
        return pairs
    limits = find_band_limits(opened.pairs())
    return pairs.map(lambda lazy: add_frequency_band(lazy, limits))


def searched_columns(opened: Comparison) -> tuple[str, ...]:
    """Return the columns that are searched where none is named; of the further ones it reads some rows."""
    lazy = as_lazy(opened.pairs())
    if FREQUENCY_BAND not in opened.pairs().columns:
        lazy = lazy.with_columns(nw.lit("").alias(FREQUENCY_BAND))
    return default_columns(lazy)
