"""The comparison in two sentences, computed from counts alone.

The title names the locales that went the other way: those whose change is hardly chance, adjusted for the number of
locales; where there is none, those where more units broke than were fixed, with a "perhaps". The sentence below it
has Tango's interval of the whole change, and the p of the first locale that the title names. Weighted sums are not
tested: there the title goes by the sums alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.breakdown import Slice, break_down_by
from analysis.counts import NO_UNITS, FlipCounts
from analysis.effective_size import enough
from analysis.frames import Frame
from analysis.intervals import tango
from analysis.many_slices import benjamini_hochberg, mcnemar_p_values
from analysis.metrics import accuracy_baseline, accuracy_candidate, accuracy_change
from analysis.tests_of_change import ALPHA, p_in_words
from loaders.schema import UTTERANCE_UNITS, Unit

MAX_NAMED_LOCALES: Final = 3

_ACCURACY: Final[dict[Unit, str]] = {
    "frame": "frame accuracy",
    "intent": "intent accuracy",
    "slots": "accuracy of all slots together",
    "slot": "slot accuracy",
}


@dataclass(frozen=True)
class Summary:
    """Counts per unit, of all utterances and of each locale; weighted sums where `weight` names a column."""

    overall: Mapping[Unit, FlipCounts]
    by_locale: Mapping[Unit, Mapping[str, FlipCounts]]
    weight: str | None = None


@dataclass(frozen=True)
class Headline:
    """What a page says first: a short title, and a sentence with the figures behind it."""

    title: str
    detail: str


def summarise(frame: Frame, units: Sequence[Unit] = UTTERANCE_UNITS, weight: str | None = None) -> Summary:
    """Count each unit overall and per locale, in one scan of a pair frame (for `slot` of a slot pair frame).

    Raises as `break_down_by` does.
    """
    return summarise_slices(break_down_by(frame, units, ("locale",), weight), units, weight)


def summarise_slices(slices: Sequence[Slice], units: Sequence[Unit], weight: str | None = None) -> Summary:
    """Return the summary of slices by locale that were counted already."""
    by_locale: dict[Unit, dict[str, FlipCounts]] = {unit: {} for unit in units}
    for part in slices:
        by_locale[part.unit][str(part.values["locale"])] = part.counts
    overall = {unit: sum(locales.values(), NO_UNITS) for unit, locales in by_locale.items()}
    return Summary(overall, by_locale, weight)


def worse_locales(summary: Summary, unit: Unit) -> tuple[str, ...]:
    """Return the locales where more units broke than were fixed, the largest loss of accuracy first."""
    return _ranked(summary.by_locale[unit], sign=-1)


def better_locales(summary: Summary, unit: Unit) -> tuple[str, ...]:
    """Return the locales where more units were fixed than broke, the largest gain of accuracy first."""
    return _ranked(summary.by_locale[unit], sign=1)


def _ranked(locales: Mapping[str, FlipCounts], sign: int) -> tuple[str, ...]:
    gains = {locale: sign * (accuracy_change(counts) or 0.0) for locale, counts in locales.items()}
    return tuple(sorted((locale for locale in gains if gains[locale] > 0), key=lambda at: (-gains[at], at)))


def headline(summary: Summary, unit: Unit = "frame", candidate: str = "The candidate") -> Headline:
    """Say in words how the candidate compares with the baseline.

    Raises KeyError for a unit that was not summarised.

    >>> counts = FlipCounts(n=8, n_both_correct=3, n_negative_flips=1, n_positive_flips=3,
    ...                     n_both_wrong_same=1, n_both_wrong_different=0)
    >>> said = headline(Summary({"frame": counts}, {"frame": {"de-DE": counts}}), candidate="v2")
    >>> said.title, said.detail
    ('Better on average.', 'v2 gains +25.00 pp frame accuracy (95 % CI −25.56 to +63.80) on 8 utterances (1 broke, \
3 fixed).')
    """
    counts = summary.overall[unit]
    things = "gold slots" if unit == "slot" else "utterances"
    if counts.n == 0:
        return Headline("Nothing to compare.", f"There are no {things} to compare.")
    if counts.n_negative_flips == counts.n_positive_flips == 0:
        title = f"No {things.removesuffix('s')} changed its outcome."
        return Headline(title, f"{candidate} has the same {_ACCURACY[unit]} on {_amount(summary, counts, things)}.")
    exceptions, sure = _surest(summary, unit, _exceptions(summary, unit))
    change = f"{_change(counts, unit)}{_interval(counts) if summary.weight is None else ''}"
    detail = f"{candidate} {change} on {_amount(summary, counts, things)} ({_flips(counts)})"
    for locale in exceptions[:1]:
        there = summary.by_locale[unit][locale]
        chance = _chance(summary.by_locale[unit], locale) if summary.weight is None else ""
        detail += f"; in {locale} {there.n_negative_flips:,} broke and {there.n_positive_flips:,} were fixed{chance}"
    return Headline(f"{_title(summary, unit, exceptions, sure)}.", f"{detail}.")


def by_traffic(weighted: FlipCounts, n_effective: float) -> str:
    """Say what the change is where each unit counts as often as it is asked; "" of nothing.

    `n_effective` is Kish's size of the weights: below 30 a few frequent utterances decide.

    >>> by_traffic(FlipCounts(n=1000, n_both_correct=700, n_negative_flips=155, n_positive_flips=72,
    ...                       n_both_wrong_same=73, n_both_wrong_different=0), n_effective=23.4)
    'By traffic it loses 8.30 pp (85.5 → 77.2 %), which a few frequent utterances decide.'
    """
    before, after = accuracy_baseline(weighted), accuracy_candidate(weighted)
    if before is None or after is None:
        return ""
    change_pp = 100 * (after - before)
    moved = "changes nothing" if change_pp == 0 else f"{'gains' if change_pp > 0 else 'loses'} {abs(change_pp):.2f} pp"
    few = "" if enough(n_effective) else ", which a few frequent utterances decide"
    return f"By traffic it {moved} ({100 * before:.1f} → {100 * after:.1f} %){few}."


def _exceptions(summary: Summary, unit: Unit) -> tuple[str, ...]:
    """Locales that went the other way; where the whole stayed even, those that got worse."""
    change = accuracy_change(summary.overall[unit]) or 0.0
    return better_locales(summary, unit) if change < 0 else worse_locales(summary, unit)


def _surest(summary: Summary, unit: Unit, locales: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return those of the locales whose change is hardly chance; all of them, and False, where there is none."""
    if summary.weight is not None:
        return locales, True
    q_values = _adjusted(summary.by_locale[unit])
    sure = tuple(locale for locale in locales if (q := q_values[locale]) is not None and q <= ALPHA)
    return (sure, True) if sure else (locales, False)


def _adjusted(locales: Mapping[str, FlipCounts]) -> dict[str, float | None]:
    return dict(zip(locales, benjamini_hochberg(mcnemar_p_values(list(locales.values()))), strict=True))


def _title(summary: Summary, unit: Unit, exceptions: tuple[str, ...], sure: bool) -> str:
    change = accuracy_change(summary.overall[unit]) or 0.0
    rule, other = ("Even", "worse") if change == 0 else ("Better", "worse") if change > 0 else ("Worse", "better")
    if exceptions:
        return f"{rule} on average, {'' if sure else 'perhaps '}{other} in {_listed(exceptions)}"
    n_locales = len(summary.by_locale[unit])
    followers = better_locales(summary, unit) if change > 0 else worse_locales(summary, unit)
    in_all = n_locales > 1 and len(followers) == n_locales
    return f"{rule} in every locale" if in_all else f"{rule} on average"


def _listed(locales: tuple[str, ...]) -> str:
    if len(locales) > MAX_NAMED_LOCALES:
        return f"{locales[0]} and {len(locales) - 1} more locales"
    *first, last = locales
    return f"{', '.join(first)} and {last}" if first else last


def _change(counts: FlipCounts, unit: Unit) -> str:
    change_pp = 100 * (accuracy_change(counts) or 0.0)
    if change_pp == 0:
        return f"keeps the {_ACCURACY[unit]}"
    return f"{f'gains +{change_pp:.2f}' if change_pp > 0 else f'loses {-change_pp:.2f}'} pp {_ACCURACY[unit]}"


def _interval(counts: FlipCounts) -> str:
    """Return the limits in the direction that the sentence names; with both signs where it could be the other one."""
    interval = tango(counts.n_positive_flips, counts.n_negative_flips, counts.n)
    if interval is None:
        return ""
    low, high = 100 * interval.low, 100 * interval.high
    if low < 0 < high:
        return f" (95 % CI −{-low:.2f} to +{high:.2f})"
    nearer, farther = sorted((abs(low), abs(high)))
    return f" (95 % CI {nearer:.2f} to {farther:.2f})"


def _chance(locales: Mapping[str, FlipCounts], locale: str) -> str:
    """Say whether the change of a locale could be chance, adjusted for all that could have been named."""
    q = _adjusted(locales)[locale]
    if q is None:
        return ", too few to say more"
    adjusted = "adjusted " if len(locales) > 1 else ""
    return f", which {'is hardly' if q <= ALPHA else 'could be'} chance ({adjusted}{p_in_words(q)})"


def _amount(summary: Summary, counts: FlipCounts, things: str) -> str:
    if summary.weight is None:
        return f"{counts.n:,} {things}"
    return f"{counts.n:,} requests ({things} weighted by {summary.weight})"


def _flips(counts: FlipCounts) -> str:
    return f"{counts.n_negative_flips:,} broke, {counts.n_positive_flips:,} fixed"
