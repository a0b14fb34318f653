"""What the listed suspects have in common: the labels in question, and how many of all utterances, by columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.guideline_breaks import GUIDELINE_BREAK
from analysis.annotation.suspect import LabelPair
from analysis.annotation.suspect_list import as_text
from analysis.annotation.suspect_table import NO_PAIR, SuspectTable
from analysis.arrow_codes import Codes


@dataclass(frozen=True, slots=True)
class PairCount:
    """A pair of labels, and how many suspects of how many locales have it, `n_in_locale` in that with the most."""

    pair: LabelPair
    n: int
    n_locales: int
    locale: str
    n_in_locale: int


@dataclass(frozen=True, slots=True)
class SuspectShare:
    """Of `n` utterances with these values of the columns `n_suspects` are listed; "" is null."""

    values: tuple[str, ...]
    n_suspects: int
    n: int


@dataclass(frozen=True, slots=True)
class BreakFound:
    """A guideline break, and how many utterances are suspects because of it."""

    told: GuidelineBreak
    n_suspects: int


def count_pairs(table: SuspectTable, listed: Codes) -> tuple[PairCount, ...]:
    """Count the label pairs of the suspects at these places, the most frequent first, then by their text."""
    named = listed[table.pair_of[listed] != NO_PAIR]
    locales = table.column_of_suspects("locale")
    # In the order of their names, so that of equals the first is told.
    order = sorted(range(len(locales.values)), key=lambda code: as_text(locales.values[code]))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    cells = table.pair_of[named] * len(order) + places[locales.codes[named]]
    counts = np.bincount(cells, minlength=len(table.pairs) * len(order)).reshape(len(table.pairs), len(order))
    found = []
    for code in np.flatnonzero(counts.sum(axis=1)).tolist():
        of_pair = counts[code]
        most = int(of_pair.argmax())
        locale = as_text(locales.values[order[most]])
        n, n_locales = int(of_pair.sum()), int((of_pair > 0).sum())
        found.append(PairCount(table.pairs[code], n, n_locales, locale, int(of_pair[most])))
    return tuple(sorted(found, key=lambda one: (-one.n, one.pair.text)))


def count_shares(
    table: SuspectTable, kept: NDArray[np.bool_], listed: Codes, by: Sequence[str]
) -> tuple[SuspectShare, ...]:
    """Count, for each combination of values of the columns, the kept utterances and the listed suspects among them.

    `kept` comes from `keep_utterances`, `listed` from `list_suspects` with it; ordered by the values. A column that the
    set does not have raises KeyError.
    """
    columns = [table.columns[column] for column in by]
    wide = [len(column.values) for column in columns]
    cells = np.zeros(len(table.rows), dtype=np.int64)
    for column, n_values in zip(columns, wide, strict=True):
        cells = cells * n_values + column.codes
    n_cells = int(np.prod(wide))
    n = np.bincount(cells[kept], minlength=n_cells)
    n_suspects = np.bincount(cells[table.at[listed]], minlength=n_cells)
    shares = []
    for cell in np.flatnonzero(n).tolist():
        codes = np.unravel_index(cell, wide)
        values = tuple(as_text(column.values[code]) for column, code in zip(columns, codes, strict=True))
        shares.append(SuspectShare(values, int(n_suspects[cell]), int(n[cell])))
    return tuple(sorted(shares, key=lambda one: one.values))


def breaks_found(table: SuspectTable) -> tuple[BreakFound, ...]:
    """Return each guideline break with how many suspects it makes, the most certain first; none where there is none."""
    counts: dict[GuidelineBreak, int] = {}
    for one in table.ranking.found:
        if one.detector == GUIDELINE_BREAK:
            for entry in range(len(one)):
                told = one.evidence(entry)
                if isinstance(told, GuidelineBreak):
                    counts[told] = counts.get(told, 0) + 1
    ordered = sorted(counts.items(), key=lambda found: (found[0].q, -found[1], found[0].name, str(found[0].given)))
    return tuple(BreakFound(told, n) for told, n in ordered)
