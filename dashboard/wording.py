"""Numbers and names as a person in a hurry reads them; the command line, the figures and the pages all use these."""

import datetime
from collections.abc import Iterable
from typing import Final

from analysis.causes import Cause
from analysis.intervals import Interval
from loaders.schema import MissingPolicy, Outcome, Unit

UNDEFINED: Final = "–"
TOO_FEW: Final = "too few to say"
NO_ANSWER: Final = "(no prediction)"
"""Stands for the intent of a missing prediction."""

UNIT_LABELS: Final[dict[Unit, str]] = {"frame": "Frame", "intent": "Intent", "slots": "Slots", "slot": "Each slot"}

UNIT_HELP: Final = (
    "What has to be right for an utterance to count as right. Frame: intent and all slots. Intent: the intent alone. "
    "Slots: all slots together."
)

COUNT_HELP: Final = (
    "Utterances: each counts once. Traffic: each counts as often as it was asked, "
    "by its frequency in the evaluation set."
)

OUTCOME_LABELS: Final[dict[Outcome, str]] = {
    "both_correct": "both right",
    "negative_flip": "broke",
    "positive_flip": "fixed",
    "both_wrong_same": "both wrong, same answer",
    "both_wrong_different": "both wrong, another answer",
}

OUTCOME_MARKS: Final[dict[Outcome, str]] = {
    "both_correct": "✓ ✓",
    "negative_flip": "✓ ✕",
    "positive_flip": "✕ ✓",
    "both_wrong_same": "✕ ✕",
    "both_wrong_different": "✕ ≠ ✕",
}
"""Baseline, then candidate: right or wrong."""


CAUSE_LABELS: Final[dict[Cause, str]] = {
    "no_answer": "no answer",
    "intent_changed": "intent changed",
    "slot_missing": "slot missing",
    "slot_added": "slot added",
    "slot_renamed": "slot renamed",
    "boundary_moved": "value boundary moved",
    "value_changed": "value changed",
}

SWING_LABELS: Final[dict[str, str]] = {
    "near_boundary": "near the boundary",
    "between": "in between",
    "large_swing": "large swing",
    "unknown": "not known",
    "intent_kept": "slots alone",
}

SWING_HELP: Final = (
    "How far the confidence in the right intent moved on a flip, its score in the n-best list where the answer was "
    "another. Near the boundary: by 10 pp at most. Large swing: by 50 pp or more. Not known: no confidence, or the "
    "right intent is not in the list. Slots alone: the intent did not flip."
)

GOLD_LABELS: Final[dict[str, str]] = {"suspect": "looks wrong", "clean": "clean"}

GOLD_HELP: Final = (
    "Looks wrong: checks of the labels speak against the gold, without asking the two runs. Clean: all others, which "
    "need not be right. It takes an audit of the evaluation set: seconds for thousands of utterances."
)

BAND_HELP: Final = (
    "Within each locale, from the most frequent utterance down: the head is the first half of the requests, the torso "
    "what follows up to 80 %, the tail the rest."
)

CAUSE_HELP: Final = (
    "What the run that is wrong did otherwise than gold: for what broke the candidate, for what was fixed the "
    "baseline. One flip may have several causes."
)


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def percent(rate: float | None, digits: int = 1) -> str:
    """Write a rate in percent; undefined is a dash.

    >>> percent(0.0554), percent(0.0554, 2), percent(None)
    ('5.5 %', '5.54 %', '–')
    """
    return UNDEFINED if rate is None else f"{100 * rate:.{digits}f} %"


def points(change: float | None, digits: int = 2) -> str:
    """Write a difference of two rates in percentage points, signed.

    >>> points(0.0296), points(-0.0134), points(0.0), points(None)
    ('+2.96 pp', '−1.34 pp', '0.00 pp', '–')
    """
    if change is None:
        return UNDEFINED
    value = f"{abs(100 * change):.{digits}f} pp"
    if float(f"{change * 100:.{digits}f}") == 0:
        return value
    return f"{'+' if change > 0 else '−'}{value}"


def limits(interval: Interval | None, digits: int = 2) -> str:
    """Write the 95 % interval of a rate, in percent.

    >>> limits(Interval(0.0154, 0.0308)), limits(None)
    ('1.54 to 3.08', 'too few to say')
    """
    if interval is None:
        return TOO_FEW
    return f"{100 * interval.low:.{digits}f} to {100 * interval.high:.{digits}f}"


def limits_of_change(interval: Interval | None, digits: int = 2) -> str:
    """Write the 95 % interval of a difference of two rates, in percentage points.

    >>> limits_of_change(Interval(-0.0154, 0.0308))
    '−1.54 to +3.08'
    """
    if interval is None:
        return TOO_FEW
    return " to ".join(points(limit, digits).removesuffix(" pp") for limit in (interval.low, interval.high))


def count(n: int) -> str:
    """Write a count with thousands set apart.

    >>> count(23792)
    '23,792'
    """
    return f"{n:,}"


def short_count(n: int) -> str:
    """Write a count in the space of a table cell.

    >>> short_count(940), short_count(2130), short_count(41000), short_count(3_200_000)
    ('940', '2.1 k', '41 k', '3.2 M')
    """
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if n >= size:
            amount = n / size
            return f"{amount:.1f} {letter}" if amount < 10 else f"{amount:.0f} {letter}"
    return str(n)


def day(when: datetime.date) -> str:
    """Write a date for reading.

    >>> day(datetime.date(2026, 3, 4))
    '4 March 2026'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def plural(n: int, thing: str) -> str:
    """Write a count with its thing.

    >>> plural(1, "utterance"), plural(1317, "utterance")
    ('1 utterance', '1,317 utterances')
    """
    return f"{count(n)} {thing}{'' if n == 1 else 's'}"


def listed(names: list[str], most: int = 3) -> str:
    """Join names; beyond `most` the rest is counted.

    >>> listed(["de-DE"]), listed(["de-DE", "fr-FR"]), listed(list("abcde"))
    ('de-DE', 'de-DE and fr-FR', 'a, b, c and 2 more')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def shortened(text: str, most: int = 48) -> str:
    """Return a text of so many characters at most, cut ones told by an ellipsis.

    >>> shortened("rain"), shortened("rain today", 5)
    ('rain', 'rain…')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def left_out(runs: Iterable[tuple[str, int, MissingPolicy]]) -> str:
    """Say what became of missing predictions: name, number and policy of each run; empty where none is missing.

    >>> left_out([("v1", 0, "error"), ("v2", 12, "error")])
    '12 missing predictions of v2 count as wrong.'
    """
    said = [
        f"{plural(n, 'missing prediction')} of {name} {'count as wrong' if policy == 'error' else 'are left out'}"
        for name, n, policy in runs
        if n
    ]
    return f"{'; '.join(said)}." if said else ""


def file_size(n_bytes: object) -> str:
    """Write a file's size.

    >>> file_size(512), file_size(9_212_248), file_size(3_400_000_000), file_size(None)
    ('512 B', '9.2 MB', '3.4 GB', '–')
    """
    if not isinstance(n_bytes, int):
        return UNDEFINED
    for size, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if n_bytes >= size:
            return f"{n_bytes / size:.1f} {unit}"
    return f"{n_bytes} B"
