"""Who, from when to when, labelled as Y what everyone else labels as X.

The looks are those of `analysis.annotation.break_looks`, at intents and at slots, and `analysis.annotation.choices`;
in each the most unusual stretch of days is tested by `analysis.annotation.window_scan`. All looks are corrected
together by Benjamini and Hochberg, so a set without a break has one reported with a probability of `ALPHA` at most.
Choices that pass are confirmed in two more ways, corrected among themselves.

That chance alone places hits is a strong hypothesis: an annotator who was given the odd requests of one week deviates
too. What is found is a question to ask, with its evidence, not a verdict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.annotation.break_looks import FEWEST, Look, days_in
from analysis.annotation.choices import p_confirmed
from analysis.annotation.golds import Golds
from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.suspect import Suspect, Suspects, suspects_of
from analysis.arrow_codes import Codes
from analysis.many_slices import benjamini_hochberg

GUIDELINE_BREAK: Final = "guideline_break"
ALPHA: Final = 0.05


@dataclass(frozen=True, eq=False)
class Found:
    """A break, and the places of its hits in the golds with their slots."""

    what: GuidelineBreak
    places: Codes
    slots: Codes


def find_guideline_breaks(golds: Golds, looks: Iterable[Look]) -> tuple[Found, ...]:
    """Find the breaks with q at most `ALPHA`, the least likely first.

    One of whose hits half or more are those of a less likely one, with the same labels, is only its shadow: the days of
    all in which one annotator drifted, say. It is left out.
    """
    looks = list(looks)
    q_values = benjamini_hochberg([look.stretch.p if look.stretch else 1.0 for look in looks])
    passed = [
        (look, q)
        for look, q in zip(looks, q_values, strict=True)
        if q is not None and q <= ALPHA and look.stretch and look.stretch.n_hits >= FEWEST
    ]
    found = [_found(golds, look, q) for look, q in (*_known(passed), *_confirmed(golds, passed))]
    found.sort(key=lambda one: (one.what.q, -one.what.n_hits, one.what.kind, one.what.name))
    return tuple(one for place, one in enumerate(found) if not any(_shadows(one, other) for other in found[:place]))


def _shadows(one: Found, other: Found) -> bool:
    labels = [(found.what.about, found.what.expected, found.what.given) for found in (one, other)]
    return labels[0] == labels[1] and 2 * np.isin(one.places, other.places).sum() >= len(one.places)


def suspects_of_breaks(golds: Golds, breaks: tuple[Found, ...]) -> Suspects:
    """Put the hits of the breaks into the shape of every detector; the score is the attributable share."""
    entries: dict[tuple[int, int, bool], Suspect] = {}
    for one in breaks:
        score = one.what.attributable
        for place, slot in zip(one.places.tolist(), one.slots.tolist(), strict=True):
            row = int(golds.rows[place])
            key = row, slot, one.what.of_slots
            if key not in entries or entries[key].score < score:
                entries[key] = Suspect(row, score, True, one.what, slot, one.what.of_slots)
    return suspects_of(GUIDELINE_BREAK, list(entries.values()))


_Passed = list[tuple[Look, float]]


def _known(passed: _Passed) -> _Passed:
    return [(look, q) for look, q in passed if look.of.about != "choice"]


def _confirmed(golds: Golds, passed: _Passed) -> _Passed:
    """Keep the choices that are confirmed, the least likely first, and each shift of an annotator's labels once.

    Who labels as Y what is X has too few X beside every other intent, too: that is no news.
    """
    told = {(look.name, label) for look, _ in _known(passed) for label in _labels(look)}
    choices = [(look, q) for look, q in passed if look.of.about == "choice"]
    q_values = benjamini_hochberg([p_confirmed(golds, look) for look, _ in choices])
    kept: _Passed = []
    for place in np.argsort([q for _, q in choices], kind="stable").tolist():
        (look, q), confirmed = choices[place], q_values[place]
        if confirmed is None or confirmed > ALPHA or told.intersection((look.name, one) for one in _labels(look)):
            continue
        told |= {(look.name, one) for one in _labels(look)}
        kept.append((look, max(q, confirmed)))
    return kept


def _labels(look: Look) -> Sequence[tuple[bool, str | None]]:
    if look.of.about not in ("intent", "choice"):
        return ()
    return (False, look.of.labels[look.expected]), (True, look.of.labels[look.given])


def _found(golds: Golds, look: Look, q: float) -> Found:
    stretch, of = look.stretch, look.of
    assert stretch is not None
    days = days_in(golds)
    on = days.codes[of.places[look.own]] if days else np.zeros(len(look.own), dtype=np.int64)
    inside = look.own[(on >= stretch.first) & (on <= stretch.last)]
    hits = inside[of.given[inside] == look.given]
    since, until = days.span(of.places[inside]) if days else ("", "")
    what = GuidelineBreak(
        look.kind,
        look.name,
        str(of.labels[look.expected]),
        of.labels[look.given],
        since,
        until,
        bool(on.max() == stretch.last),
        stretch.n,
        stretch.n_hits,
        look.n_all - stretch.n,
        look.n_all_hits - stretch.n_hits,
        q,
        of.about,
    )
    return Found(what, of.places[hits], of.slots[hits])
