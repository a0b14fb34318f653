"""One row of the list of suspects, and of the golds that are held beside one, as HTML."""

from html import escape
from typing import Final

from analysis.annotation.suspect import LabelPair
from analysis.annotation.suspect_counts import BreakFound, PairCount
from analysis.marking import mark
from dashboard.figures.detector_words import detector_help, detector_mark, detector_name
from dashboard.figures.gold import Gold
from dashboard.figures.slot_marks import isolated, marked_text, spoken
from dashboard.figures.visible import shortened, visible
from loaders.normalise import normalise

_LONGEST: Final = 140
_STEPS: Final = 10

SUSPECT_HEAD: Final = (
    '<div class="suspect-row suspect-head" aria-hidden="true"><div>utterance, gold slots marked</div><div>locale</div>'
    "<div>gold → likelier</div><div>flagged by</div><div>suspicion</div></div>"
)


def suspect_row(gold: Gold, pair: LabelPair | None, flagging: tuple[str, ...], score: float) -> str:
    """Return the row: text with gold slots, locale, label in question, who flags it, and how suspect it is."""
    marking = mark(gold.text, gold.slots)
    return (
        '<div class="suspect-row">'
        f"{marked_text(marking, gold.locale, 'flip-text', _LONGEST)}"
        f"<div>{visible(gold.locale)}</div>"
        f'<div class="suspect-pair">{pair_words(pair, gold.intent)}</div>'
        f'<div class="detectors">{"".join(map(detector_chip, flagging)) or _NOBODY}</div>'
        f"{_suspicion(score)}</div>"
    )


_NOBODY: Final = '<span class="muted">nobody</span>'


def pair_words(pair: LabelPair | None, intent: str) -> str:
    """Return the label in question and the likelier one; of a slot, the intent with it."""
    if pair is None:
        return isolated(intent)
    return _labels(pair) if pair.kind == "intent" else f"{isolated(intent)}<div>{_labels(pair)}</div>"


def _labels(pair: LabelPair) -> str:
    if pair.kind == "intent":
        return f'{isolated(pair.gold)} <span class="likelier">{_ARROW}{isolated(pair.likelier)}</span>'
    gold = f"slot {isolated(pair.gold)}" if pair.gold else "no slot"
    other = f"slot {isolated(pair.likelier)}" if pair.likelier else "no slot"
    likelier = "other borders" if pair.gold == pair.likelier else other
    return f'{gold} <span class="likelier">{_ARROW}{likelier}</span>'


_ARROW: Final = f'<span aria-hidden="true">→ </span>{spoken("likelier ")}'


def detector_chip(detector: str) -> str:
    """Return one word for a detector, with its name and what it sees as its tooltip."""
    told = f"{detector_name(detector)}: {detector_help(detector)}"
    return f'<span class="tag" title="{escape(told)}">{escape(detector_mark(detector))}</span> '


_SUSPICION_HELP: Final = (
    "The chance that a gold with such evidence was wrong on sets whose errors are known. Here the order counts."
)


def _suspicion(score: float) -> str:
    level = round(_STEPS * score)
    return (
        f'<div class="suspicion-bar" title="{_SUSPICION_HELP}">{spoken("suspicion ")}{_chance(score)}'
        f'<span class="level level-{level}" aria-hidden="true"></span></div>'
    )


def _chance(score: float) -> str:
    """Write a chance in percent, without claiming what cannot be.

    >>> _chance(0.9996), _chance(0.5), _chance(0.004)
    ('&gt; 99 %', '50 %', '&lt; 1 %')
    """
    if score > 0.99:
        return "&gt; 99 %"
    return f"{100 * score:.0f} %" if score >= 0.01 else "&lt; 1 %"


def gold_row(other: Gold, like: Gold, n: int = 1) -> str:
    """Return a gold held beside another: text with its slots, what differs, by whom and when."""
    tag, css_class = ("b", "broke") if other.intent != like.intent else ("span", "muted")
    said = f'<{tag} class="{css_class}">{isolated(other.intent)}</{tag}>'
    if tag == "span" and (slots := _other_slots(other, like)):
        said += f' <b class="broke">{slots}</b>'
    who = " · ".join(visible(shortened(part)) for part in (other.annotator, (other.annotated_at or "")[:10]) if part)
    times = f' <span class="muted tabular">× {n:,}</span>' if n > 1 else ""
    place = f"<div>{visible(other.locale)}</div>" if other.locale != like.locale else ""
    text = marked_text(mark(other.text, other.slots), other.locale, "flip-text", _LONGEST)
    return (
        f'<div class="gold-row{" elsewhere" if place else ""}">{place}<div>{text}{times}</div>'
        f'<div>{said}<div class="muted">{who}</div></div></div>'
    )


def _other_slots(other: Gold, like: Gold) -> str:
    """Return how the slots of a gold differ, "" where they do not: of another text the names alone tell."""
    names, own = (sorted(slot.name for slot in one.slots) for one in (other, like))
    if names != own:
        return "other slots"
    if normalise(other.text) != normalise(like.text):
        return ""
    held, mine = (sorted((slot.name, normalise(slot.value)) for slot in one.slots) for one in (other, like))
    return "other borders" if held != mine else ""


def pair_row(counted: PairCount, most: int) -> str:
    """Return a label pair with how many suspects have it, as a bar against the most frequent, and where most are."""
    level = max(1, round(_STEPS * counted.n / most)) if most else 0
    mostly = 2 * counted.n_in_locale > counted.n
    where = f"{counted.n_in_locale:,} in {isolated(counted.locale)}" if mostly else f"in {counted.n_locales:,} locales"
    return (
        f'<div class="pair-row"><div class="suspect-pair">{_labels(counted.pair)}</div>'
        f'<div class="tabular"><b>{counted.n:,}</b></div>'
        f'<div><span class="level level-{level}" aria-hidden="true"></span></div>'
        f'<div class="muted tabular">{where}</div></div>'
    )


def break_row(found: BreakFound) -> str:
    """Return a guideline break in a sentence, and how many golds it makes suspect."""
    number = f'<div class="tabular">{found.n_suspects:,} golds</div>'
    return f'<div class="break-row"><div>{found.told.reason(isolated)}</div>{number}</div>'
