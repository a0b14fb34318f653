"""Who, from when to when, labelled as Y what everyone else labels as X.

Comparable are utterances of which others would say X, `analysis.annotation.expected_intents`, in the locales where the
annotator works; a hit is one that is labelled Y. Looked at are each annotator over time, all annotators together over
time, and each guideline version as a whole, each against all comparable utterances; the most unusual stretch of days
is tested by `analysis.annotation.window_scan`. The tests of one kind are corrected together by Benjamini and Hochberg.
Counted as tests are all with `FEWEST` comparable utterances and `FEWEST` hits of anyone: margins that the null
hypothesis keeps as they are.

That chance alone places hits is a strong hypothesis: an annotator who was given the odd requests of one week deviates
too. What is found is a question to ask, with its evidence, not a verdict.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analysis.annotation.expected_intents import not_null
from analysis.annotation.golds import Golds
from analysis.annotation.suspect import LabelPair, Shown, Suspect, Suspects, suspects_of
from analysis.annotation.window_scan import Stretch, most_unusual_stretch
from analysis.arrow_codes import Codes
from analysis.many_slices import benjamini_hochberg

GUIDELINE_BREAK: Final = "guideline_break"
ALPHA: Final = 0.05
FEWEST: Final = 3

Kind = Literal["annotator", "days", "version"]


@dataclass(frozen=True, slots=True)
class GuidelineBreak:
    """In a stretch of days, `n_hits` of `n` utterances that others label `expected` are labelled `given`.

    `name` is the annotator or guideline version, empty where all annotators are meant. Elsewhere, by anyone, it is
    `n_other_hits` of `n_others`. `since` and `until` are days as the set writes them, empty where it does not say;
    `last` tells that no later utterance of theirs is comparable. `q` is the p corrected for all looks.
    """

    kind: Kind
    name: str
    expected: str
    given: str
    since: str
    until: str
    last: bool
    n: int
    n_hits: int
    n_others: int
    n_other_hits: int
    q: float

    def reason(self, shown: Shown = str) -> str:
        """Return who did what, from when to when, against what everyone else does."""
        return (
            f"{self._when(shown)}{self._who(shown)} labelled {self.n_hits:,} of {self.n:,} utterances as "
            f"{shown(self.given)} that others label {shown(self.expected)}; elsewhere it is {self.n_other_hits:,} of "
            f"{self.n_others:,} (q = {self.q:.1g})."
        )

    def likelier(self) -> LabelPair:
        """Return the intent that the others give."""
        return LabelPair("intent", self.given, self.expected)

    @property
    def attributable(self) -> float:
        """Share of the hits beyond the rate of elsewhere, 1 - rate elsewhere / rate here; 0 to 1."""
        elsewhere = self.n_other_hits / self.n_others if self.n_others else 0.0
        return max(0.0, 1 - elsewhere * self.n / self.n_hits)

    def _when(self, shown: Shown) -> str:
        if self.kind == "version" or not self.since:
            return ""
        if self.since == self.until:
            return f"On {shown(self.since)}, "
        return f"Since {shown(self.since)}, " if self.last else f"From {shown(self.since)} to {shown(self.until)}, "

    def _who(self, shown: Shown) -> str:
        match self.kind:
            case "annotator":
                return f"annotator {shown(self.name)}"
            case "version":
                return f"Annotators under guideline {shown(self.name)}"
            case _:
                return "all annotators together"


@dataclass(frozen=True, eq=False)
class Found:
    """A break and the places of its hits in the golds."""

    what: GuidelineBreak
    places: Codes


def find_guideline_breaks(golds: Golds, expected: Codes) -> tuple[Found, ...]:
    """Find the breaks with q at most `ALPHA`, the least likely first.

    `golds` is read with those of the columns `annotator`, `annotated_at`, `guideline_version` that there are; without
    days, an annotator is looked at as a whole.
    """
    found: list[Found] = []
    for kind in ("annotator", "days", "version"):
        looks = list(_looks(golds, expected, kind))
        q_values = benjamini_hochberg([look.stretch.p if look.stretch else 1.0 for look in looks])
        for look, q in zip(looks, q_values, strict=True):
            if q is not None and q <= ALPHA and look.stretch and look.stretch.n_hits >= FEWEST:
                found.append(_found(golds, look, q))
    return tuple(sorted(found, key=lambda one: (one.what.q, -one.what.n_hits, one.what.kind, one.what.name)))


def suspects_of_breaks(golds: Golds, breaks: tuple[Found, ...]) -> Suspects:
    """Put the hits of the breaks into the shape of every detector; the score is the attributable share."""
    entries: dict[int, Suspect] = {}
    for one in breaks:
        for place in one.places.tolist():
            row = int(golds.rows[place])
            score = one.what.attributable
            if row not in entries or entries[row].score < score:
                entries[row] = Suspect(row, score, True, one.what)
    return suspects_of(GUIDELINE_BREAK, list(entries.values()))


@dataclass(frozen=True, eq=False)
class _Look:
    kind: Kind
    name: str
    expected: int
    given: int
    own: Codes
    n_all: int
    n_all_hits: int
    stretch: Stretch | None


def _looks(golds: Golds, expected: Codes, kind: Kind) -> Iterator[_Look]:
    column = {"annotator": "annotator", "days": "annotated_at", "version": "guideline_version"}[kind]
    if column not in golds.further:
        return
    there = np.flatnonzero((expected >= 0) & not_null(golds.further[column]))
    names = np.zeros(len(golds), dtype=np.int64) if kind == "days" else golds.further[column].codes
    days = _days(golds)
    whole = kind == "version" or days is None
    given = golds.intents.codes
    for name in np.unique(names[there]).tolist():
        mine = names[there] == name
        # The others are those of the same locales.
        beside = there[np.isin(golds.locales.codes[there], np.unique(golds.locales.codes[there[mine]]))]
        for x, of_x in _split(beside, expected[beside]):
            own = of_x[names[of_x] == name]
            for y in np.unique(given[of_x]).tolist():
                n_hits = int((given[of_x] == y).sum())
                if y == x or n_hits < FEWEST or len(own) < FEWEST:
                    continue
                on = days[own] if days is not None else np.zeros(len(own), dtype=np.int64)
                stretch = most_unusual_stretch(on, given[own] == y, len(of_x), n_hits, whole)
                label = "" if kind == "days" else str(golds.further[column].values[name])
                yield _Look(kind, label, x, y, own, len(of_x), n_hits, stretch)


def _split(places: Codes, codes: Codes) -> Iterator[tuple[int, Codes]]:
    order = np.argsort(codes, kind="stable")
    distinct, starts = np.unique(codes[order], return_index=True)
    yield from zip(distinct.tolist(), np.split(places[order], starts[1:]), strict=bool(len(distinct)))


def _days(golds: Golds) -> Codes | None:
    """Return the day of each utterance, numbered in their order as text; what has none comes before all others."""
    if "annotated_at" not in golds.further:
        return None
    written = golds.further["annotated_at"]
    days = ["" if value is None else day_of(str(value)) for value in written.values]
    return np.unique(np.array(days), return_inverse=True)[1].astype(np.int64)[written.codes]


def day_of(time: str) -> str:
    """Return the day of an ISO 8601 time, its first ten characters.

    >>> day_of("2026-03-09T10:00:00Z")
    '2026-03-09'
    """
    return time[:10]


def _found(golds: Golds, look: _Look, q: float) -> Found:
    stretch = look.stretch
    assert stretch is not None
    days = _days(golds)
    on = days[look.own] if days is not None else np.zeros(len(look.own), dtype=np.int64)
    inside = look.own[(on >= stretch.first) & (on <= stretch.last)]
    hits = inside[golds.intents.codes[inside] == look.given]
    intents = golds.intents.values
    return Found(
        GuidelineBreak(
            look.kind,
            look.name,
            str(intents[look.expected]),
            str(intents[look.given]),
            _written(golds, inside, first=True),
            _written(golds, inside, first=False),
            bool(on.max() == stretch.last),
            stretch.n,
            stretch.n_hits,
            look.n_all - stretch.n,
            look.n_all_hits - stretch.n_hits,
            q,
        ),
        hits,
    )


def _written(golds: Golds, places: Codes, first: bool) -> str:
    if "annotated_at" not in golds.further:
        return ""
    column = golds.further["annotated_at"]
    days = [day_of(str(column.values[code])) for code in np.unique(column.codes[places]) if column.values[code]]
    return (min(days) if first else max(days)) if days else ""
