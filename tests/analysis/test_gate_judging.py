"""Figures against limits: each rule by hand, and what no policy may do as properties."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gate.decision import DECISIONS, CheckDecision, GateDecision, gravest
from analysis.gate.figures import Figure
from analysis.gate.policy import Check, Limit
from analysis.intervals import Interval
from tests.analysis.gate_parts import check, checks, figure, figures, judged

GRAVITY = {decision: place for place, decision in enumerate(DECISIONS)}


@pytest.mark.parametrize(
    ("bound", "limit", "observed", "decision"),
    [
        ("max", 0.05, 0.05, "pass"),
        ("max", 0.05, 0.0500001, "fail"),
        ("max", 0.05, 0.0, "pass"),
        ("min", 0.05, 0.05, "pass"),
        ("min", 0.05, 0.0499999, "fail"),
        ("min", 0.05, 1.0, "pass"),
    ],
)
def test_the_limit_itself_is_within(bound: str, limit: float, observed: float, decision: str) -> None:
    assert judged(check(bound=bound, value=limit), figure(observed)).decision == decision


@pytest.mark.parametrize(
    ("on", "bound", "limit", "decision"),
    [
        ("upper", "max", 0.04, "pass"),
        ("upper", "max", 0.0399, "fail"),
        ("lower", "max", 0.02, "pass"),
        ("lower", "max", 0.0199, "fail"),
        ("lower", "min", 0.02, "pass"),
        ("lower", "min", 0.0201, "fail"),
        ("upper", "min", 0.04, "pass"),
        ("upper", "min", 0.0401, "fail"),
    ],
)
def test_an_end_of_the_interval_is_held_against_the_limit(on: str, bound: str, limit: float, decision: str) -> None:
    found = figure(0.03, interval=Interval(0.02, 0.04))
    assert judged(check(bound=bound, value=limit, on=on), found).decision == decision


def test_a_relative_limit_is_worked_out_from_the_baseline() -> None:
    slower = check("latency_p95_ms", "max", 0.1, relative=True)
    (result,) = judged(slower, figure(44.0, baseline=40.0)).results
    assert (result.decision, result.limit, result.baseline) == ("pass", 44.0, 40.0)
    assert judged(slower, figure(44.01, baseline=40.0)).decision == "fail"
    fewer = check("accuracy_candidate", "min", -0.5, relative=True)
    assert judged(fewer, figure(0.4, baseline=0.8)).decision == "pass"
    assert judged(fewer, figure(0.39, baseline=0.8)).decision == "fail"
    # What was nothing may stay nothing, and may not become something.
    assert judged(slower, figure(0.0, baseline=0.0)).decision == "pass"
    assert judged(slower, figure(0.1, baseline=0.0)).decision == "fail"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (figure(None), "cannot be judged: it is undefined here"),
        (figure(problem="v2 has no latency_ms"), "cannot be judged: v2 has no latency_ms"),
        (figure(n=9), "too few to judge, 9 utterances; it takes 10"),
        (figure(n=500, size=9.5), "too few to judge, 500 utterances, worth 9.5 equally frequent ones; it takes 10"),
        (figure(n=500, size=None), "too few to judge"),
        (figure(n=0), "too few to judge, 0 utterances"),
    ],
)
def test_what_cannot_be_told_fails(found: Figure, said: str) -> None:
    for limit in (check(min_n=10), check(bound="min", value=0.0, min_n=10)):
        decided = judged(limit, found)
        assert decided.decision == "fail"
        assert said in decided.reason
        assert [result.told for result in decided.results] == [False]


def test_a_null_interval_fails_although_the_figure_is_fine() -> None:
    decided = judged(check(on="upper"), figure(0.0))
    assert (decided.decision, decided.results[0].told) == ("fail", False)
    assert "it has no interval here" in decided.reason


def test_a_baseline_without_a_figure_fails_a_relative_limit() -> None:
    decided = judged(check("accuracy_candidate", "min", -0.5, relative=True), figure(1.0))
    assert decided.decision == "fail"
    assert "the baseline has no figure" in decided.reason


def test_no_figure_at_all_fails() -> None:
    assert judged(check()).decision == "fail"
    assert judged(check(severity="warn")).decision == "warn"
    assert judged(check()).reason == "There is nothing to judge."
    assert GateDecision(()).decision == "fail"


def test_too_few_may_warn_where_the_check_says_so() -> None:
    lenient = check(min_n=30, when_too_few="warn")
    assert judged(lenient, figure(0.9, n=29)).decision == "warn"
    assert judged(lenient, figure(0.9, n=30)).decision == "fail"
    # Undefined is not too few.
    assert judged(lenient, figure(None, n=30)).decision == "fail"


def test_q_holds_back_only_what_is_hardly_chance() -> None:
    tested = check("accuracy_change", "min", 0.0, by=("locale",), q_max=0.05)
    loss = [
        figure(-0.1, values={"locale": locale}, q_value=q)
        for locale, q in (("sure", 0.05), ("chance", 0.051), ("few", None))
    ]
    decided = judged(tested, *loss, figure(0.0, values={"locale": "even"}, q_value=None))
    assert [result.decision for result in decided.results] == ["fail", "pass", "fail", "pass"]
    assert [result.told for result in decided.results] == [True, True, False, True]
    assert "not shown to be more than chance" in decided.results[1].reason
    assert "too few flipped to tell it from chance" in decided.results[2].reason
    lenient = judged(replace(tested, when_too_few="warn"), *loss)
    assert [result.decision for result in lenient.results] == ["fail", "pass", "warn"]


def test_what_failed_surely_stands_before_what_could_not_be_told() -> None:
    slices = [
        figure(observed, n=n, values={"locale": n}) for observed, n in ((0.1, 5), (0.1, 50), (0.0, 60), (0.1, 40))
    ]
    decided = judged(check(by=("locale",), min_n=10), *slices)
    assert [result.n for result in decided.failing] == [50, 40, 5]
    assert decided.reason.startswith("3 of 4 do not pass. locale=50: ")


@pytest.mark.parametrize(
    ("one", "found", "reason"),
    [
        (
            check(on="upper", value=0.01),
            figure(0.0382, n=3112, interval=Interval(0.0321, 0.0456)),
            "Negative flips (NFR): 3.82 % on 3,112 utterances, the upper end of its 95 % interval 4.56 %, "
            "above the limit of 1.00 %.",
        ),
        (
            check("latency_p95_ms", "max", 0.1, relative=True),
            figure(26.5, baseline=21.8, note="Mind."),
            "Latency p95: 26.50 ms on 1,000 answers, above the limit of 23.98 ms (+10.00 % on the baseline's "
            "21.80 ms). Mind.",
        ),
        (
            check("nfi", "max", 0.2),
            figure(0.1, n=1),
            "Flip impact (NFI): 10.00 % on 1 utterance that the candidate got wrong, within the limit of 20.00 %.",
        ),
        # Two decimals would say that 5.00 % is above 5.00 %.
        (check(), figure(0.050001), "Negative flips (NFR): 5.0001 % on 1,000 utterances, above the limit of 5.0000 %."),
    ],
)
def test_the_reason_has_the_figures_in_it(one: Check, found: Figure, reason: str) -> None:
    assert judged(one, found).reason == reason


def test_the_reason_of_the_gate_names_the_checks() -> None:
    bad, fine = judged(check(), figure(0.9)), judged(check(), figure(0.0))
    named = [replace(one, name=name) for one, name in ((bad, "a"), (fine, "b"), (bad, "c"), (bad, "d"))]
    named[3] = replace(named[3], results=judged(check(severity="warn"), figure(0.9)).results)
    assert GateDecision(tuple(named)).reason == "Of 4 checks 2 fail: a, c; 1 warns: d."
    assert GateDecision((fine,)).reason == "The check passes."
    assert GateDecision((fine, fine)).reason == "All 2 checks pass."


def tightened(one: Check, by: float) -> Check:
    sign = -1 if one.limit.bound == "max" else 1
    return replace(one, limit=Limit(one.limit.bound, one.limit.value + sign * by, one.limit.relative))


@given(checks(), st.lists(figures(), max_size=4), st.floats(0, 3))
def test_a_tighter_limit_never_makes_a_check_milder(one: Check, found: list[Figure], by: float) -> None:
    looser, tighter = judged(one, *found), judged(tightened(one, by), *found)
    assert GRAVITY[tighter.decision] >= GRAVITY[looser.decision]


@given(checks(), st.lists(figures(), max_size=4), st.floats(0, 1))
def test_a_larger_q_max_never_makes_a_check_milder(one: Check, found: list[Figure], more: float) -> None:
    stricter = replace(one, q_max=None if one.q_max is None else one.q_max + more)
    assert GRAVITY[judged(stricter, *found).decision] >= GRAVITY[judged(one, *found).decision]


@given(checks(), st.lists(figures(), min_size=1, max_size=4))
def test_only_what_was_told_passes(one: Check, found: list[Figure]) -> None:
    for result, its in zip(judged(one, *found).results, found, strict=True):
        if result.decision == "pass":
            assert result.told
            assert not its.problem
            assert its.observed is not None
            assert result.limit is not None
            assert its.size is not None
            assert its.size >= one.min_n


@given(checks(), figures())
def test_a_check_says_no_worse_than_its_severity(one: Check, found: Figure) -> None:
    assert GRAVITY[judged(one, found).decision] <= GRAVITY[one.severity]


@given(st.lists(checks(), max_size=3), checks(), figures())
def test_one_more_check_never_makes_the_gate_milder(others: list[Check], one: Check, found: Figure) -> None:
    before: tuple[CheckDecision, ...] = tuple(judged(other, found) for other in others)
    added = judged(one, found)
    after = GateDecision((*before, added))
    assert GRAVITY[after.decision] >= GRAVITY[added.decision]
    if before:
        assert GRAVITY[after.decision] >= GRAVITY[GateDecision(before).decision]


@given(st.lists(st.sampled_from(DECISIONS)))
def test_the_gravest_is_the_last_in_order(decisions: list[str]) -> None:
    said = "fail" if "fail" in decisions else "warn" if "warn" in decisions else "pass"
    assert gravest(decisions) == said  # type: ignore[arg-type]
