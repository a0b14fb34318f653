"""Where may label noise be a part of what broke? Only where suspect golds are more frequent there than is usual.

No lift, no claim; and a lift is no proof, for among the utterances that the baseline got right the suspect ones may
still be the harder ones: a person has to look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.annotation.clean_gold import CleanSlice, as_row, count_clean_gold
from analysis.counts import NO_UNITS
from analysis.frames import Row
from analysis.many_slices import benjamini_hochberg, mcnemar_p_values
from analysis.metrics import accuracy_change
from analysis.parts import Countable
from analysis.tests_of_change import ALPHA
from loaders.schema import Unit

WORTH_SAYING: Final = 0.2
"""Of what broke, at least this share must be suspect before it is said to be label noise in part."""


@dataclass(frozen=True)
class FlipsByGold:
    """Flips over all and over clean gold: of everything, and of each locale."""

    whole: CleanSlice
    locales: tuple[CleanSlice, ...]

    def rows(self) -> list[Row]:
        """Return a row of everything, then one a locale, as `as_row` does."""
        q_values = adjusted(self.locales)
        return [as_row(self.whole), *(as_row(part, q) for part, q in zip(self.locales, q_values, strict=True))]

    def noise(self) -> tuple[CleanSlice, ...]:
        """Return that of which label noise may be said to be a part: everything, then locales by `partly_noise`.

        Everything is left out where there is one locale only, which says the same.
        """
        of_all = partly_noise([self.whole]) if len(self.locales) > 1 else ()
        return (*of_all, *partly_noise(self.locales))

    def losses(self) -> tuple[CleanSlice, ...]:
        """Return the locales that got worse of which `noise` says nothing, the largest loss of accuracy first.

        Those whose loss is hardly chance (McNemar, q at most 5 %); where there is none, all where more broke than was
        fixed, as the headline of a comparison names them.
        """
        q_values = benjamini_hochberg(mcnemar_p_values([part.whole for part in self.locales]))
        worse = [
            (part, q is not None and q <= ALPHA)
            for part, q in zip(self.locales, q_values, strict=True)
            if part.whole.n_negative_flips > part.whole.n_positive_flips
        ]
        any_sure = any(sure for _, sure in worse)
        told = partly_noise(self.locales)
        left = [part for part, sure in worse if part not in told and (sure or not any_sure)]
        return tuple(sorted(left, key=lambda part: accuracy_change(part.whole) or 0.0))


def flips_by_gold(frame: Countable, suspects: Sequence[int], unit: Unit = "frame") -> FlipsByGold:
    """Count flips over all and over clean gold, of everything and of each locale; raises as `count_clean_gold` does."""
    locales = count_clean_gold(frame, suspects, unit, ["locale"])
    whole = sum((part.whole for part in locales), NO_UNITS)
    return FlipsByGold(CleanSlice(unit, {}, whole, sum((part.suspect for part in locales), NO_UNITS)), locales)


def adjusted(slices: Sequence[CleanSlice]) -> tuple[float | None, ...]:
    """Return the q of each slice among these (Benjamini and Hochberg); None where no test could find anything.

    A slice is left out by how much broke and how much is suspect there, never by whether it is the same utterances.
    """
    able = ((part.p_value, part.least_p_value) for part in slices)
    return benjamini_hochberg([p if least is not None and least <= ALPHA else None for p, least in able])


def partly_noise(slices: Sequence[CleanSlice]) -> tuple[CleanSlice, ...]:
    """Return the slices of which label noise may be said to be a part, the largest share first.

    Those where suspects are more among what broke than is usual (q at most 5 %), and `WORTH_SAYING` of it.
    """
    sure = [
        part
        for part, q in zip(slices, adjusted(slices), strict=True)
        if q is not None and q <= ALPHA and (part.share or 0) >= WORTH_SAYING
    ]
    return tuple(sorted(sure, key=lambda part: (-(part.share or 0), -part.suspect.n_negative_flips)))
