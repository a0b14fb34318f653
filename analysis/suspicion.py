"""Why the gold of an utterance may be wrong: evidence that a person can check, never a score.

Four signals, each found by a function of its own, each None where it has nothing to say. None of them proves an error:
both runs may have learned the same wrong labels, an utterance may be the one exception among its neighbours, and a
request may mean something else in another language.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

NEIGHBOURS_NEEDED: Final = 3
LEAST_LIKENESS: Final = 0.2
"""So many of the nearest texts, each at least so alike, must contradict a gold before it is worth a look."""

Normalise = Callable[[str], str]
_MOST_NAMED: Final = 3
_LOCALES_NEEDED: Final = 2


@dataclass(frozen=True)
class Reading:
    """A frame as it is compared: the intent, and the slots by name and normalised value, in order."""

    intent: str
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OtherGold:
    """The same text has another gold: how often this gold stands there too, and the others, the most frequent first.

    Where not every utterance of the text was read, the counts are the least there are: `at_least`.
    """

    locale: str
    n_this: int
    others: tuple[tuple[Reading, int], ...]
    at_least: bool = False


@dataclass(frozen=True)
class BothAgree:
    """Both runs, or all `n_runs`, gave the same answer, and it is not the gold."""

    gold: Reading
    answer: Reading
    n_runs: int = 2


@dataclass(frozen=True)
class OddOneOut:
    """The candidate gives another intent, and the nearest `n` other texts of the locale all have that one as gold."""

    gold_intent: str
    intent: str
    locale: str
    n: int


@dataclass(frozen=True)
class OtherLocales:
    """The same request has another gold intent in `n` of the `n_others` other locales that have it, most of them."""

    gold_intent: str
    intent: str
    n: int
    n_others: int


Suspicion = OtherGold | BothAgree | OddOneOut | OtherLocales


def reading_of(intent: str, slots: Iterable[tuple[str, str]], normalise: Normalise) -> Reading:
    """Return a frame as it is compared; duplicates of a slot stay."""
    return Reading(intent, tuple(sorted((name, normalise(value)) for name, value in slots)))


def other_gold(gold: Reading, locale: str, same_text: Iterable[Reading], at_least: bool = False) -> OtherGold | None:
    """Hold a gold against those of the other utterances with its text in its locale.

    >>> other_gold(Reading("stop"), "en-US", [Reading("cancel"), Reading("stop"), Reading("cancel")])
    OtherGold(locale='en-US', n_this=2, others=((Reading(intent='cancel', slots=()), 2),), at_least=False)
    """
    counts = Counter(same_text)
    n_this = counts.pop(gold, 0) + 1
    others = sorted(counts.items(), key=lambda found: (-found[1], found[0].intent, found[0].slots))
    return OtherGold(locale, n_this, tuple(others), at_least) if others else None


def both_agree(gold: Reading, baseline: Reading | None, candidate: Reading | None) -> BothAgree | None:
    """Hold a gold against two answers, None where a prediction is missing.

    >>> both_agree(Reading("stop"), Reading("cancel"), None) is None
    True
    """
    if baseline is None or baseline != candidate or candidate == gold:
        return None
    return BothAgree(gold, baseline)


def odd_one_out(
    gold_intent: str, candidate_intent: str | None, locale: str, neighbours: Sequence[tuple[str, float]]
) -> OddOneOut | None:
    """Hold a gold intent against the nearest other texts of its locale: gold intent and likeness, the nearest first.

    The first `NEIGHBOURS_NEEDED` count. The same text, likeness 1, is the business of `other_gold` and left out.

    >>> odd_one_out("stop", "cancel", "en-US", [("cancel", 0.6), ("cancel", 0.5), ("cancel", 0.4), ("stop", 0.3)])
    OddOneOut(gold_intent='stop', intent='cancel', locale='en-US', n=3)
    """
    near = [intent for intent, likeness in neighbours if LEAST_LIKENESS <= likeness < 1][:NEIGHBOURS_NEEDED]
    contradicted = candidate_intent != gold_intent and set(near) == {candidate_intent}
    if candidate_intent is None or not contradicted or len(near) < NEIGHBOURS_NEEDED:
        return None
    return OddOneOut(gold_intent, candidate_intent, locale, len(near))


def other_locales(gold_intent: str, others: Iterable[str]) -> OtherLocales | None:
    """Hold a gold intent against those of the same request in other locales, one each.

    It takes more than half of them, and two at least, with one other intent.

    >>> other_locales("outlook", ["rain", "rain", "outlook"])
    OtherLocales(gold_intent='outlook', intent='rain', n=2, n_others=3)
    >>> other_locales("outlook", ["rain"]) is None
    True
    """
    counts = Counter(others)
    if not counts:
        return None
    intent, n = min(counts.items(), key=lambda found: (-found[1], found[0]))
    if intent == gold_intent or n < _LOCALES_NEEDED or 2 * n <= counts.total():
        return None
    return OtherLocales(gold_intent, intent, n, counts.total())


def describe_suspicion(suspicion: Suspicion, shown: Callable[[str], str] = str) -> str:
    """Return the evidence in a sentence; `shown` writes each word that came from the data, as HTML say.

    >>> describe_suspicion(OtherGold("en-US", 1, ((Reading("cancel"), 2),)))
    'The same text has another gold in en-US: cancel (2 times). This gold stands there once.'
    >>> describe_suspicion(OddOneOut("stop", "cancel", "en-US", 3))
    'The candidate says cancel, and so does the gold of its 3 nearest texts in en-US; this gold says stop.'
    >>> describe_suspicion(OtherLocales("outlook", "rain", 6, 7))
    'The same request is rain in 6 of 7 other locales; this gold says outlook.'
    """
    match suspicion:
        case OtherGold(locale, n_this, others, at_least):
            least = "at least " if at_least else ""
            named = "; ".join(f"{describe_reading(one, shown)} ({least}{_times(n)})" for one, n in others[:_MOST_NAMED])
            more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
            told = f"The same text has another gold in {shown(locale)}: {named}{more}."
            return f"{told} This gold stands there {least}{_times(n_this)}."
        case BothAgree(gold, answer, n_runs):
            # Where the intents agree, the slots alone tell the two apart.
            said = _slots(answer, shown) if answer.intent == gold.intent else describe_reading(answer, shown)
            who, they = ("Both runs", "both") if n_runs == 2 else (f"All {n_runs} runs", "all")
            told = f"{who} give the same answer, and it is not the gold: {said}."
            return f"{told} Weak by itself: {they} may have learned the same mistake."
        case OddOneOut(gold_intent, intent, locale, n):
            return (
                f"The candidate says {shown(intent)}, and so does the gold of its {n} nearest texts in "
                f"{shown(locale)}; this gold says {shown(gold_intent)}."
            )
        case OtherLocales(gold_intent, intent, n, n_others):
            return (
                f"The same request is {shown(intent)} in {n:,} of {n_others:,} other locales; this gold says "
                f"{shown(gold_intent)}."
            )


def describe_reading(reading: Reading, shown: Callable[[str], str] = str) -> str:
    """Return a frame in words.

    >>> describe_reading(Reading("wake", (("time", "seven"),)))
    'wake, time seven'
    """
    slots = f", {_slots(reading, shown)}" if reading.slots else ""
    return f"{shown(reading.intent)}{slots}"


def _slots(reading: Reading, shown: Callable[[str], str]) -> str:
    named = [f"{shown(name)} {shown(value)}" for name, value in reading.slots]
    return ", ".join(named) if named else "no slot"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n:,} times"
