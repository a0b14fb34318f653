"""Small sets with what made-up detectors say of them, for tests of what is made out of a ranking."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from analysis.annotation.ranking import Ranking, rank
from analysis.annotation.suspect import Suspect, suspects_of
from analysis.annotation.suspect_table import SuspectTable, tabulate
from tests.analysis.annotation.test_suspect import Said

DETECTORS = ("guideline_break", "near_duplicates", "parallel_requests", "run_confidence")
"""Real ones, for the ranking gives no weight to what it does not know."""

DAYS = ("2026-03-01T10:00:00Z", "2026-03-02", "2026-03-02T23:59:59Z", "2026-04-01", None)


@dataclass(frozen=True)
class Told:
    """What a detector says of an utterance: its score, whether it flags it, the likelier label ("" for none)."""

    score: float
    flag: bool
    word: str


@dataclass(frozen=True)
class Ranked:
    """Rows of a set, in any order, and what each detector says, by its name and the number of the row."""

    rows: list[dict[str, Any]]
    told: dict[str, dict[int, Told]]

    def ranking(self) -> Ranking:
        found = [
            suspects_of(name, [Suspect(row, one.score, one.flag, Said(one.word)) for row, one in of.items()])
            for name, of in self.told.items()
        ]
        return rank(found, len(self.rows))

    def likely_alone(self) -> set[int]:
        """The rows that are likely wrong whatever the runs say, by a ranking that never heard them."""
        silent = Ranked(self.rows, {name: told for name, told in self.told.items() if name != "run_confidence"})
        ranking = silent.ranking()
        return {int(row) for row, score in zip(ranking.rows, ranking.scores, strict=True) if score > 0.5}

    def table(self, frame: Any) -> SuspectTable:
        return tabulate(frame, self.ranking())


_utterances = st.fixed_dictionaries(
    {
        "locale": st.sampled_from(["en-US", "de-DE"]),
        "domain": st.sampled_from(["music", "alarm"]),
        "intent": st.sampled_from(["play", "stop"]),
        "annotator": st.sampled_from(["a1", "a2", None]),
        "annotated_at": st.sampled_from(DAYS),
        "guideline_version": st.none(),
    }
)
_told = st.builds(Told, st.sampled_from([0.1, 0.5, 0.9]), st.booleans(), st.sampled_from(["", "play", "stop"]))


@st.composite
def ranked(draw: st.DrawFn) -> Ranked:
    utterances = draw(st.lists(_utterances, min_size=1, max_size=8))
    rows = [{"row": row, **one} for row, one in enumerate(utterances)]
    numbers = st.integers(0, len(rows) - 1)
    told = {name: draw(st.dictionaries(numbers, _told, max_size=6)) for name in DETECTORS}
    return Ranked(draw(st.permutations(rows)), told)
