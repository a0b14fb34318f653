"""Slots by locale: sums equal a plain loop, the family of tests is all locales, and the worst stands first."""

from collections import Counter

from analysis.breakdown import Slice, break_down_by
from analysis.counts import FlipCounts
from analysis.slot_locales import judge_locales
from analysis.tests_of_change import mcnemar_mid_p
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import random_rows, slot_rows

ROWS = slot_rows(random_rows(400))


def locale(name: str, n: int, broke: int, fixed: int, weight: str | None = None) -> Slice:
    return Slice("slot", {"locale": name}, FlipCounts(n, n - broke - fixed, broke, fixed, 0, 0), n, weight)


def test_counts_equal_a_plain_loop(frame_on: FrameOn) -> None:
    found = judge_locales(break_down_by(frame_on(ROWS), "slot", ["locale"]))
    n, change = Counter[str](), Counter[str]()
    for row in ROWS:
        n[row["locale"]] += 1
        change[row["locale"]] += row["candidate_slot_correct"] - row["baseline_slot_correct"]
    assert {row.locale: row.slice.counts.n for row in found} == dict(n)
    assert [row.locale for row in found] == sorted(n, key=lambda at: (change[at] / n[at], at))


def test_each_p_is_adjusted_for_all_locales() -> None:
    found = judge_locales([locale("en-US", 900, 10, 30), locale("de-DE", 900, 70, 10), locale("fr-FR", 900, 9, 8)])
    assert [(row.locale, row.verdict) for row in found] == [("de-DE", "worse"), ("fr-FR", ""), ("en-US", "better")]
    # Benjamini and Hochberg by hand: the smallest p times 3, the next times 3 / 2, the largest as it is.
    p_values = [mcnemar_mid_p(70, 10), mcnemar_mid_p(10, 30), mcnemar_mid_p(9, 8)]
    wanted = dict(zip(("de-DE", "en-US", "fr-FR"), (p_values[0] * 3, p_values[1] * 1.5, p_values[2]), strict=True))
    for row in found:
        assert row.certainty.q_value is not None
        assert abs(row.certainty.q_value - wanted[row.locale]) < 1e-12


def test_weights_are_not_tested_and_nothing_is_nothing() -> None:
    assert [row.verdict for row in judge_locales([locale("de-DE", 900, 70, 1, "frequency")])] == [""]
    assert judge_locales([]) == ()
