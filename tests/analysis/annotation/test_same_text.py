"""The same text with other golds: published entropies, a plain loop, and who and when."""

from collections import Counter
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.same_text import SameText, entropy, find_same_text, minority_share
from analysis.frames import Row
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


def dated(*golds: tuple[str, str]) -> list[Row]:
    return [gold("rain today", intent, annotated_at=day) for intent, day in golds]


def test_a_gold_that_changed_on_one_day_is_said_to_be_no_noise() -> None:
    early = [("rain", f"2026-03-{day:02}T09:00:00Z") for day in range(1, 7)]
    late = [("outlook", f"2026-03-{day}") for day in range(12, 17)]
    rows = dated(*late, *early)
    found = find_same_text(golds_of(rows, further=("annotated_at",)))
    assert [found.flags.tolist(), found.rows.tolist()] == [[True] * 5, list(range(5))]
    evidence = found.evidence(0)
    assert evidence.reason().endswith(
        "Before 2026-03-12 it is rain 6 of 6 times, since then outlook 5 of 5 times: that looks like a changed "
        "guideline, not like noise (q = 0.004)."
    )
    assert evidence.reason(lambda word: f"<{word}>").count("<rain>") == 2
    assert isinstance(evidence, SameText)
    assert evidence.changed is not None
    # Both orders in which all of one gold come first, of all that there are.
    assert evidence.changed.q == pytest.approx(2 / comb(11, 5))


def test_the_frequent_gold_may_be_the_later_one_and_others_stand_aside() -> None:
    early = [("outlook", f"2026-03-0{day}") for day in range(1, 6)]
    late = [("rain", f"2026-03-{day}") for day in range(12, 19)]
    found = find_same_text(golds_of(dated(*late, *early, ("storm", "2026-03-12")), further=("annotated_at",)))
    told = found.evidence(0)
    assert isinstance(told, SameText)
    assert told.changed is not None
    changed = told.changed
    assert (changed.before.intent, changed.after.intent, changed.since) == ("outlook", "rain", "2026-03-12")
    assert (changed.n_before, changed.n_all_before, changed.n_after, changed.n_all_after) == (5, 5, 7, 7)


@pytest.mark.parametrize(
    "golds",
    [
        # To and fro; too few to say; all on one day; no days at all.
        [("rain" if day % 2 else "outlook", f"2026-03-{day:02}") for day in range(1, 13)],
        [("rain", "2026-03-01"), ("outlook", "2026-03-12")],
        [("rain" if place % 2 else "outlook", "2026-03-01") for place in range(12)],
    ],
)
def test_noise_is_not_said_to_be_a_change(golds: list[tuple[str, str]]) -> None:
    for further in (("annotated_at",), ()):
        found = find_same_text(golds_of(dated(*golds), further=further))
        assert len(found) > 0
        assert "guideline" not in found.evidence(0).reason()


def test_changes_are_corrected_for_the_number_of_texts() -> None:
    def texts(n: int) -> list[Row]:
        days = [f"2026-03-{day:02}" for day in range(1, 9)]
        noise = ["a", "b", "b", "a", "b", "a", "a", "b"]
        changed = [gold("changed", "a" if day < "2026-03-05" else "b", annotated_at=day) for day in days]
        return changed + [
            gold(f"noise {i}", intent, annotated_at=day)
            for i in range(n)
            for intent, day in zip(noise, days, strict=True)
        ]

    alone, among = (find_same_text(golds_of(texts(n), further=("annotated_at",))) for n in (0, 9))
    assert "guideline" in alone.evidence(0).reason()
    assert "guideline" not in among.evidence(0).reason()
