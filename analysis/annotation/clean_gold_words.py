"""How much of what broke may be label noise, in sentences with their numbers."""

from typing import Final

from analysis.annotation.clean_gold import CleanSlice
from analysis.annotation.label_noise import WORTH_SAYING, FlipsByGold
from analysis.certainty import intervals_of
from analysis.intervals import Interval
from analysis.metrics import accuracy_change, nfr

CAUTION: Final = (
    "A gold counts as looking wrong by what the labels say alone; the two runs are not asked. NFR over clean gold "
    "leaves those utterances out, above and below the line: what broke with clean gold, of all with clean gold. Take "
    "it for what label noise could explain, not for what it does: hard requests look wrong more easily and break more "
    "often, so the figure may fall a little even where every label is right. Noise is spoken of only where golds that "
    "look wrong are clearly more frequent among what broke than among all that the baseline got right. Judge them "
    "before you rely on it."
)

_NEAR_HALF: Final = 0.05
_MOST_LOSSES: Final = 3


def say_noise(part: CleanSlice, where: str = "") -> str:
    """Say what part of what broke in a slice may be label noise, and what speaks for it; "" where nothing broke.

    >>> from analysis.counts import FlipCounts
    >>> whole, suspect = FlipCounts(659, 500, 27, 50, 82, 0), FlipCounts(68, 20, 14, 9, 25, 0)
    >>> say_noise(CleanSlice("frame", {}, whole, suspect), "in de-DE")
    'Half of the regression in de-DE may be label noise: 14 of 27 broken utterances have a gold that looks wrong; \
over clean gold NFR 4.10 % → 2.20 % (n 591).'
    """
    claim = claim_noise(part, where)
    return f"{claim}: {say_evidence(part)}" if claim else ""


def claim_noise(part: CleanSlice, where: str = "") -> str:
    """Return the first half of `say_noise`; it may be said of what `partly_noise` returns."""
    if part.share is None:
        return ""
    place = f" {where}" if where else ""
    return f"{_share_in_words(part.share)} the regression{place} may be label noise"


def say_evidence(part: CleanSlice) -> str:
    """Return the second half of `say_noise`."""
    before, left = nfr(part.whole), nfr(part.clean)
    n, n_all = part.suspect.n_negative_flips, part.whole.n_negative_flips
    broken = f"{n:,} of {n_all:,} broken utterances have" if n_all > 1 else "the one broken utterance has"
    if before is None or left is None:
        return f"{broken} a gold that looks wrong; no gold is clean."
    nfr_moves = f"NFR {_percent(before)} → {_percent(left)} (n {part.clean.n:,})"
    return f"{broken} a gold that looks wrong; over clean gold {nfr_moves}."


def tell_noise(flips: FlipsByGold) -> tuple[str, ...]:
    """Return `say_noise` of all that `FlipsByGold.noise` names; none is no claim."""
    return tuple(say_noise(part, place_of(part)) for part in flips.noise())


def say_loss(part: CleanSlice, where: str) -> str:
    """Say of a slice that got worse what is left of its loss over clean gold; "" where no gold is clean.

    What was suspect is called too few only where it is a small share of what broke and the loss stays.

    >>> from analysis.counts import FlipCounts
    >>> whole, suspect = FlipCounts(388, 250, 49, 29, 60, 0), FlipCounts(6, 2, 1, 0, 3, 0)
    >>> say_loss(CleanSlice("frame", {}, whole, suspect), "in de-DE")
    'The loss in de-DE: 1 of 49 broken utterances have a gold that looks wrong, too few to explain it; over clean \
gold accuracy −5.15 → −4.97 pp (95 % CI −9.56 to −0.48).'
    """
    change, left = accuracy_change(part.whole), accuracy_change(part.clean)
    if change is None or left is None:
        return ""
    few = ", too few to explain it" if (part.share or 0) < WORTH_SAYING and left < 0 else ""
    return (
        f"The loss {where}: {part.suspect.n_negative_flips:,} of {part.whole.n_negative_flips:,} broken utterances "
        f"have a gold that looks wrong{few}; over clean gold accuracy {_points(change)} → {_points(left)} pp "
        f"(95 % CI {_signed_limits(intervals_of(part.clean)['accuracy_change'])})."
    )


def tell_losses(flips: FlipsByGold) -> tuple[str, ...]:
    """Return `say_loss` of the largest of `FlipsByGold.losses`, three at most."""
    return tuple(said for part in flips.losses()[:_MOST_LOSSES] if (said := say_loss(part, place_of(part))))


def place_of(part: CleanSlice) -> str:
    """Return where a slice is, as `say_noise` takes it; "" of everything."""
    return f"in {part.values['locale']}" if "locale" in part.values else ""


def say_lift(part: CleanSlice) -> str:
    """Say how much more frequent golds that look wrong are among what broke than usual, and how sure the figures are.

    "" where that is undefined.

    >>> from analysis.counts import FlipCounts
    >>> say_lift(CleanSlice("frame", {}, FlipCounts(100, 70, 10, 5, 15, 0), FlipCounts(10, 2, 4, 1, 3, 0)))
    'Of all 80 that the baseline got right, 7.5 % have a gold that looks wrong; of the 10 that broke, 40.0 %: 5.3 \
times as many. 95 % CI of the 40.0 %: 16.8 to 68.7 %; of NFR over clean gold: 3.09 to 13.79 %.'
    """
    if part.share is None or part.usual_share is None or part.lift is None:
        return ""
    share = _percent(part.share, 1)
    return (
        f"Of all {part.whole.n_baseline_correct:,} that the baseline got right, {_percent(part.usual_share, 1)} have a "
        f"gold that looks wrong; of the {part.whole.n_negative_flips:,} that broke, {share}: {part.lift:.1f} times as "
        f"many. 95 % CI of the {share}: {_limits(part.share_interval, 1)} %; "
        f"of NFR over clean gold: {_limits(intervals_of(part.clean)['nfr'])} %."
    )


def say_clean(part: CleanSlice) -> str:
    """Say NFR and the accuracy change over all utterances and over clean gold; "" where there is nothing clean.

    >>> from analysis.counts import FlipCounts
    >>> whole, suspect = FlipCounts(659, 500, 27, 50, 82, 0), FlipCounts(68, 20, 14, 9, 25, 0)
    >>> say_clean(CleanSlice("frame", {}, whole, suspect))
    'Over clean gold NFR 4.10 % → 2.20 % (95 % CI 1.29 to 3.73 %, n 591); accuracy +3.49 → +4.74 pp (CI +2.39 to \
+7.32). 14 of 27 broken and 9 of 50 fixed utterances have a gold that looks wrong.'
    """
    clean, intervals = part.clean, intervals_of(part.clean)
    left, change = nfr(clean), accuracy_change(clean)
    before, change_before = nfr(part.whole), accuracy_change(part.whole)
    if left is None or change is None or before is None or change_before is None:
        return ""
    return (
        f"Over clean gold NFR {_percent(before)} → {_percent(left)} (95 % CI {_limits(intervals['nfr'])} %, "
        f"n {clean.n:,}); accuracy {_points(change_before)} → {_points(change)} pp "
        f"(CI {_signed_limits(intervals['accuracy_change'])}). "
        f"{part.suspect.n_negative_flips:,} of {part.whole.n_negative_flips:,} broken and "
        f"{part.suspect.n_positive_flips:,} of {part.whole.n_positive_flips:,} fixed utterances have a gold that looks "
        "wrong."
    )


def _share_in_words(share: float) -> str:
    if share == 1:
        return "All of"
    return "Half of" if abs(share - 0.5) < _NEAR_HALF else f"{100 * share:.0f} % of"


def _percent(rate: float, digits: int = 2) -> str:
    return f"{100 * rate:.{digits}f} %"


def _points(change: float) -> str:
    return f"{100 * change:+.2f}".replace("-", "−")


def _limits(interval: Interval | None, digits: int = 2) -> str:
    return "–" if interval is None else f"{100 * interval.low:.{digits}f} to {100 * interval.high:.{digits}f}"


def _signed_limits(interval: Interval | None) -> str:
    return "–" if interval is None else f"{_points(interval.low)} to {_points(interval.high)}"
