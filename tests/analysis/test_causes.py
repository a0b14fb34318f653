"""Causes of flips equal a plain loop on every engine."""

from collections import Counter
from dataclasses import replace

import pytest

from analysis.cause_counts import CauseCounts, count_causes
from analysis.causes import CAUSES, Cause, add_causes, causes_of, judged_role, slots_with_cause
from analysis.flips import count_flips
from analysis.frames import Row, UnknownColumn, Value, collect_rows
from analysis.selection import Selection
from loaders.schema import UTTERANCE_UNITS, Outcome, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, pair_row, random_rows

ROWS = random_rows(300)
GOLD = ("wake", [("time", "seven am"), ("day", "monday")])


def plain_causes(row: Row, unit: Unit = "frame") -> set[Cause]:
    """The causes by reading the states."""
    fixed = row[f"candidate_{unit}_correct"] and not row[f"baseline_{unit}_correct"]
    role = "baseline" if fixed else "candidate"
    if row[f"{role}_frame_correct"]:
        return set()
    if row[f"{role}_missing"]:
        return {"no_answer"}
    states = row[f"{role}_slot_states"] or ""
    answers = row[f"{role}_slot_answers"]
    names: list[tuple[str, Cause]] = [
        ("-", "slot_missing"),
        ("r", "slot_renamed"),
        ("b", "boundary_moved"),
        ("v", "value_changed"),
    ]
    found: set[Cause] = {cause for state, cause in names if state in states}
    if row[f"{role}_intent"] != row["intent"]:
        found.add("intent_changed")
    n_entries = 0 if answers is None or (not states and not answers) else len(answers.split("\x1e"))
    if n_entries - len(states) > states.count("r"):
        found.add("slot_added")
    return found


@pytest.mark.parametrize("weight", [None, "frequency"])
@pytest.mark.parametrize("by", [(), ("locale", "domain")])
@pytest.mark.parametrize("outcome", ["negative_flip", "positive_flip", "both_wrong_different"])
@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_causes_equal_a_plain_loop(
    frame_on: FrameOn, unit: Unit, outcome: Outcome, by: tuple[str, ...], weight: str | None
) -> None:
    n: Counter[tuple[Value, ...]] = Counter()
    causes: dict[tuple[Value, ...], Counter[Cause]] = {}
    for row in ROWS:
        if outcome_of(row, unit) == outcome:
            key = tuple(row[column] for column in by)
            n[key] += row[weight] if weight else 1
            for cause in plain_causes(row, unit):
                causes.setdefault(key, Counter())[cause] += row[weight] if weight else 1
    ordered = sorted(n, key=lambda key: [(part is None, part) for part in key])
    expected = [
        CauseCounts(
            dict(zip(by, key, strict=True)), n[key], {cause: causes.get(key, Counter())[cause] for cause in CAUSES}
        )
        for key in ordered
    ]
    assert list(count_causes(frame_on(ROWS), Selection(unit, (outcome,)), by, weight)) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (("stop", GOLD[1]), {"intent_changed"}),
        (("wake", GOLD[1][:1]), {"slot_missing"}),
        (("wake", [*GOLD[1], ("room", "hall")]), {"slot_added"}),
        (("wake", [("time", "seven"), ("day", "monday")]), {"boundary_moved"}),
        (("wake", [("time", "eight"), ("day", "monday")]), {"value_changed"}),
        (("wake", [("date", "seven am"), ("day", "monday")]), {"slot_renamed"}),
        (
            ("stop", [("time", "seven"), ("room", "hall")]),
            {"intent_changed", "boundary_moved", "slot_missing", "slot_added"},
        ),
        (None, {"no_answer"}),
        (GOLD, set()),
    ],
)
def test_each_cause_is_told(
    frame_on: FrameOn, answer: tuple[str, list[tuple[str, str]]] | None, expected: set[Cause]
) -> None:
    row = pair_row(0, GOLD, GOLD, answer)
    (marked,) = collect_rows(add_causes(frame_on([row])))
    assert {cause for cause in CAUSES if marked[f"cause_{cause}"]} == expected == plain_causes(row)


def test_a_fix_has_the_causes_of_the_error_that_is_gone(frame_on: FrameOn) -> None:
    (marked,) = collect_rows(add_causes(frame_on([pair_row(0, GOLD, ("stop", GOLD[1]), GOLD)])))
    assert marked["cause_intent_changed"]


def test_a_fixed_intent_has_the_baselines_cause_though_the_candidate_is_wrong_elsewhere(frame_on: FrameOn) -> None:
    row = pair_row(0, GOLD, ("stop", GOLD[1]), ("wake", GOLD[1][:1]))
    fixed = Selection("intent", ("positive_flip",), causes=("intent_changed",))
    assert count_flips(frame_on([row]), fixed) == 1
    assert count_flips(frame_on([row]), replace(fixed, causes=("slot_missing",))) == 0


def test_every_wrong_frame_has_a_cause(frame_on: FrameOn) -> None:
    for row in collect_rows(add_causes(frame_on(ROWS))):
        wrong = not (row["baseline_frame_correct"] and row["candidate_frame_correct"])
        assert any(row[f"cause_{cause}"] for cause in CAUSES) == wrong


def test_nothing_selected_has_no_causes(frame_on: FrameOn) -> None:
    (whole,) = count_causes(frame_on([], like=ROWS), Selection())
    assert whole == CauseCounts({}, 0, dict.fromkeys(CAUSES, 0))


@pytest.mark.parametrize("causes", [("intent_changed",), ("slot_missing", "value_changed")])
def test_utterances_are_selected_by_any_of_several_causes(frame_on: FrameOn, causes: tuple[Cause, ...]) -> None:
    found = count_flips(frame_on(ROWS), Selection("frame", ("negative_flip",), causes=causes))
    broken = [row for row in ROWS if outcome_of(row, "frame") == "negative_flip"]
    assert found == sum(bool(plain_causes(row) & set(causes)) for row in broken) > 0


def test_a_cause_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown cause 'mood'; the causes are: no_answer"):
        Selection(causes=("mood",))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="whole utterances"):
        Selection("slot", causes=("slot_added",))


def test_what_cannot_be_asked_is_refused(frame_on: FrameOn) -> None:
    with pytest.raises(ValueError, match="whole utterances"):
        count_causes(frame_on(ROWS), Selection("slot"))
    with pytest.raises(UnknownColumn, match="'region'"):
        count_causes(frame_on(ROWS), Selection(), ("region",))


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_one_row_has_the_causes_that_the_engine_finds(unit: Unit) -> None:
    assert any(row["baseline_missing"] for row in ROWS)
    for row in ROWS:
        assert set(causes_of(row, unit)) == plain_causes(row, unit)


def test_the_slots_of_a_cause_are_named() -> None:
    row = pair_row(0, GOLD, GOLD, ("wake", [("time", "seven")]))
    assert causes_of(row) == ("slot_missing", "boundary_moved")
    assert judged_role(row) == "candidate"
    assert slots_with_cause(row, "boundary_moved", "candidate") == {"time"}
    assert slots_with_cause(row, "slot_missing", "candidate") == {"day"}
    assert slots_with_cause(row, "slot_missing", "baseline") == frozenset()
    assert slots_with_cause(row, "intent_changed", "candidate") == frozenset()
    fixed = pair_row(0, GOLD, ("sleep", GOLD[1]), GOLD)
    assert (judged_role(fixed), causes_of(fixed)) == ("baseline", ("intent_changed",))
