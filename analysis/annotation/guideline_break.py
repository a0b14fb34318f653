"""A break of the guideline, in numbers and in a sentence."""

from dataclasses import dataclass

from analysis.annotation.break_looks import Kind
from analysis.annotation.comparable import About, Label
from analysis.annotation.suspect import LabelPair, Shown


@dataclass(frozen=True, slots=True)
class GuidelineBreak:
    """In a stretch of days, `n_hits` of `n` things that others label `expected` are labelled `given`.

    `about` says what is counted, `analysis.annotation.comparable.About`; of slots, "" is no slot, and None as `given`
    a slot of the expected name with other borders. `name` is the annotator or guideline version, empty where all
    annotators are meant. Elsewhere, by anyone, it is `n_other_hits` of `n_others`. `since` and `until` are days as the
    set writes them, empty where it does not say; `last` tells that no later thing of theirs is comparable. `q` is the p
    corrected for all looks.
    """

    kind: Kind
    name: str
    expected: str
    given: Label
    since: str
    until: str
    last: bool
    n: int
    n_hits: int
    n_others: int
    n_other_hits: int
    q: float
    about: About = "intent"

    def reason(self, shown: Shown = str) -> str:
        """Return who did what, from when to when, against what everyone else does."""
        told = f"{self.when(shown)}{self.who(shown)} {self._did(shown)}"
        elsewhere = f"elsewhere it is {self.n_other_hits:,} of {self.n_others:,} (q = {self.q:.1g})."
        return f"{told[0].upper()}{told[1:]}; {elsewhere}"

    def pair(self, shown: Shown = str) -> str:
        """Return what is labelled as what, in few words."""
        expected, given = (shown(label) if label else "no slot" for label in (self.expected, self.given))
        if self.given is None:
            return f"other borders of {expected}"
        return f"no slot → {expected}" if self.about == "added" else f"{expected} → {given}"

    @property
    def of_slots(self) -> bool:
        """Is it about slots, not intents?"""
        return self.about in ("slot", "added")

    def likelier(self) -> LabelPair:
        """Return what others would label: the intent, or the slot."""
        if not self.of_slots:
            return LabelPair("intent", self.given or "", self.expected)
        if self.about == "added":
            return LabelPair("slot", self.expected, "")
        return LabelPair("slot", self.expected if self.given is None else self.given, self.expected)

    @property
    def attributable(self) -> float:
        """Share of the hits beyond the rate of elsewhere, 1 - rate elsewhere / rate here; 0 to 1."""
        elsewhere = self.n_other_hits / self.n_others if self.n_others else 0.0
        return max(0.0, 1 - elsewhere * self.n / self.n_hits)

    def when(self, shown: Shown = str) -> str:
        """Return the days as the sentence begins, empty where they are not known."""
        if self.kind == "version" or not self.since:
            return ""
        if self.since == self.until:
            return f"On {shown(self.since)}, "
        return f"Since {shown(self.since)}, " if self.last else f"From {shown(self.since)} to {shown(self.until)}, "

    def who(self, shown: Shown = str) -> str:
        """Return whose labels differ."""
        match self.kind:
            case "annotator":
                return f"annotator {shown(self.name)}"
            case "version":
                return f"annotators under guideline {shown(self.name)}"
            case _:
                return "all annotators together"

    def _did(self, shown: Shown) -> str:
        times, expected = f"{self.n_hits:,} of {self.n:,} times", shown(self.expected)
        match self.about, self.given:
            case "intent", given:
                of = f"{self.n_hits:,} of {self.n:,} utterances"
                return f"labelled {of} as {shown(given or '')} that others label {expected}"
            case "choice", given:
                return f"chose {shown(given or '')} {times} between it and {expected}"
            case "added", _:
                return f"marked {times} as {expected} what others leave unmarked"
            case _, None:
                return f"set {times} the borders of {expected} elsewhere than others"
            case _, "":
                return f"left {times} unmarked what others mark as {expected}"
            case _, given:
                return f"marked {times} as {shown(given)} what others mark as {expected}"
