"""The report of slots adds up to the whole, and puts what lost most first."""

from itertools import pairwise

import pytest

from analysis.breakdown import break_down_by
from analysis.certainty import judge_slices
from analysis.pairing import unnest_slots
from analysis.slot_errors import count_errors_of_slots, count_slot_errors
from analysis.slot_metrics import n_slot_errors
from analysis.slot_report import SlotReport, error_parts, report_slots
from analysis.spurious import unnest_spurious
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import pair_row, random_rows

ROWS = random_rows(300)
INVENTED = pair_row(900, ("play", [("time", "five")]), ("play", [("time", "five")]), ("play", [("song", "five")]))


def report(frame_on: FrameOn, weight: str | None = None) -> SlotReport:
    pairs = frame_on([*ROWS, {**ROWS[0], **INVENTED}])
    slots, spurious = unnest_slots(pairs), unnest_spurious(pairs)
    (whole,) = count_slot_errors(pairs, spurious, weight=weight)
    by_name = count_errors_of_slots(slots, spurious, weight=weight)
    return report_slots(break_down_by(slots, "slot", ["slot_name"], weight), by_name, whole)


@pytest.mark.parametrize("weight", [None, "frequency"])
def test_names_add_up_to_the_whole(frame_on: FrameOn, weight: str | None) -> None:
    found = report(frame_on, weight)
    for role in ("baseline", "candidate"):
        whole = getattr(found.whole, role)
        of_names = [getattr(row.errors, role) for row in found.rows]
        assert sum(error_parts(errors).n for errors in of_names) == n_slot_errors(whole)
        assert all(error_parts(errors).n == n_slot_errors(errors) for errors in of_names)
        assert sum(error_parts(errors).n_renamed for errors in of_names) == whole.n_renamed
    assert sum(row.errors.n_new_insertions or 0 for row in found.rows) == found.whole.n_new_insertions
    shares = [found.semer_share(row) or 0.0 for row in found.rows]
    candidate = found.whole.candidate
    n_errors = n_slot_errors(candidate) + candidate.n_intents_wrong
    assert sum(shares) == pytest.approx(1 - candidate.n_intents_wrong / n_errors)


def test_what_lost_most_stands_first_and_what_gold_never_has_last(frame_on: FrameOn) -> None:
    rows = report(frame_on).rows
    *of_gold, last = rows
    assert all(one.change <= other.change for one, other in pairwise(of_gold))
    assert (last.name, last.slice.counts.n, last.errors.candidate.n_spurious) == ("song", 0, 1)
    assert (last.verdict, last.certainty.q_value) == ("", None)


def test_tests_are_adjusted_over_the_names(frame_on: FrameOn) -> None:
    rows = [row for row in report(frame_on).rows if row.slice.counts.n]
    judged = judge_slices(tuple(row.slice for row in rows))
    assert [row.certainty for row in rows] == list(judged)


def test_weights_are_not_tested(frame_on: FrameOn) -> None:
    assert {row.verdict for row in report(frame_on, "frequency").rows} == {""}


def test_nothing_reports_nothing(frame_on: FrameOn) -> None:
    nothing = frame_on([], like=ROWS)
    (whole,) = count_slot_errors(nothing, unnest_spurious(nothing))
    assert report_slots((), (), whole).rows == ()
