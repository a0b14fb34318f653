"""The same text with other golds: published entropies, a plain loop, and who and when."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.same_text import SameText, entropy, find_same_text, minority_share
from loaders.normalise import normalise
from tests.analysis.annotation.labelled import gold, golds_of


@pytest.mark.parametrize(("counts", "bits"), [((3, 1), 0.811278), ((9, 1), 0.468996), ((2, 1, 1), 1.5), ((5,), 0)])
def test_entropy_of_the_reference(counts: tuple[int, ...], bits: float) -> None:
    assert entropy(counts) == pytest.approx(bits, abs=1e-6)


def test_the_minority_is_flagged_and_says_who_and_when() -> None:
    rows = [gold("Rain", "rain", annotator=f"a{i}", annotated_at=f"2026-03-0{i}") for i in (1, 2, 1)]
    rows.append(gold("rain ", "outlook", annotator="a5", annotated_at="2026-03-09"))
    found = find_same_text(golds_of(rows, further=("annotator", "annotated_at")))
    assert (found.rows.tolist(), found.scores.tolist(), found.flags.tolist()) == ([3], [0.75], [True])
    evidence = found.evidence(0)
    assert isinstance(evidence, SameText)
    assert evidence.entropy == pytest.approx(0.811278, abs=1e-6)
    assert evidence.reason() == (
        "The same text has another gold in en-US: rain (3 times). This gold stands there once. This one is by a5 "
        "on 2026-03-09; the other is by a1, a2 on 2026-03-01 to 2026-03-02."
    )
    assert "<outlook>" not in evidence.reason(lambda word: f"<{word}>")
    assert "<rain>" in evidence.reason(lambda word: f"<{word}>")


def test_another_context_is_another_text() -> None:
    rows = [gold("stop", "alarm.stop", device="clock"), gold("stop", "music.stop", device="speaker")]
    assert len(find_same_text(golds_of(rows, further=("device",)))) == 2
    assert len(find_same_text(golds_of(rows, further=("device",)), context=("device",))) == 0


said = st.builds(
    gold,
    st.sampled_from(["stop", "Stop ", "go [t:now]", "go now"]),
    st.sampled_from(["i", "j", "k"]),
    st.sampled_from(["en-US", "de-DE"]),
)


@given(st.lists(said, max_size=14))
def test_against_a_plain_loop(rows: list[dict[str, str]]) -> None:
    golds = golds_of(rows)
    wanted = {}
    for place, row in enumerate(rows):
        same = [
            golds.reading(other)
            for other, one in enumerate(rows)
            if (one["locale"], normalise(one["text"])) == (row["locale"], normalise(row["text"]))
        ]
        counts = Counter(same)
        own, most = counts[golds.reading(place)], max(counts.values())
        alone_on_top = own == most and list(counts.values()).count(most) == 1
        if len(counts) > 1 and not alone_on_top:
            wanted[place] = 1 - own / len(same)
            if list(counts.values()).count(most) == 1:
                assert minority_share(list(counts.values())) == pytest.approx(1 - most / len(same))
    found = find_same_text(golds)
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(wanted)
    assert found.flags.all()
