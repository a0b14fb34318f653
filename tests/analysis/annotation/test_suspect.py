"""Entries in columns, and the worst entry of each utterance, against a plain loop."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.suspect import NO_SLOT, LabelPair, Shown, Suspect, Suspects, suspects_of, worst_of_each


@dataclass(frozen=True)
class Said:
    word: str

    def reason(self, shown: Shown = str) -> str:
        return f"it says {shown(self.word)}"

    def likelier(self) -> LabelPair | None:
        return LabelPair("intent", "own", self.word) if self.word else None


entries = st.builds(
    Suspect,
    row=st.integers(0, 5),
    score=st.sampled_from([0.0, 0.5, 1.0]),
    flag=st.booleans(),
    evidence=st.builds(Said, st.text(max_size=3)),
    slot=st.integers(-1, 2),
)


@given(st.lists(entries, max_size=12))
def test_every_entry_stays_with_its_evidence(found: list[Suspect]) -> None:
    columns = suspects_of("any", found)
    read = [
        Suspect(int(row), float(score), bool(flag), columns.evidence(i), int(slot))
        for i, (row, score, flag, slot) in enumerate(
            zip(columns.rows, columns.scores, columns.flags, columns.slots, strict=True)
        )
    ]
    assert len(columns) == len(found)
    assert sorted(map(repr, read)) == sorted(map(repr, found))


@given(st.lists(entries, max_size=12))
def test_the_worst_of_each_utterance(found: list[Suspect]) -> None:
    columns = suspects_of("any", found)
    worst: dict[int, float] = {}
    for one in found:
        worst[one.row] = max(worst.get(one.row, one.score), one.score)
    kept = worst_of_each(columns)
    assert dict(zip(columns.rows[kept].tolist(), columns.scores[kept].tolist(), strict=True)) == worst
    assert columns.rows[kept].tolist() == sorted(worst)


def test_a_reason_writes_words_of_the_data_as_it_is_told() -> None:
    columns = suspects_of("any", [Suspect(3, 1.0, True, Said("<b>"))])
    assert columns.evidence(0).reason(lambda word: f"[{word}]") == "it says [<b>]"
    assert columns.slots.tolist() == [NO_SLOT]


@pytest.mark.parametrize(
    ("rows", "scores", "said"),
    [([0, 1], [1.0], "columns of"), ([1, 0], [1.0, 1.0], "not in order"), ([0], [float("nan")], "no finite number")],
)
def test_what_does_not_fit_is_refused(rows: list[int], scores: list[float], said: str) -> None:
    places = np.array(rows, dtype=np.int64)
    flags = np.ones(len(rows), dtype=np.bool_)
    with pytest.raises(ValueError, match=said):
        Suspects("any", places, places, np.array(scores), flags, lambda i: Said(str(i)))
