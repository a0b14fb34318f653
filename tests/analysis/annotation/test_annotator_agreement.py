"""Agreement of judges: plain loops over rows one can see, and over MASSIVE's own judgements where they are there."""

import json
from collections import Counter, defaultdict
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.annotator_agreement import (
    Apart,
    QuestionAgreement,
    agreement_on,
    measure_annotator_agreement,
    most_apart,
)
from analysis.annotation.judge_answers import UNNAMED
from analysis.intervals import wilson
from tests.analysis.conftest import FrameOn

GERMAN = Path(__file__).parents[4] / "shared" / "data" / "massive-1.1-subset" / "de-DE.jsonl"
ANSWERS = st.dictionaries(st.sampled_from(["a", "b", "c", "d", f"{UNNAMED}0"]), st.sampled_from("xy"), max_size=5)


def judged(*answers: str) -> str:
    return json.dumps([{"worker_id": f"w{i}", "fits": answer} for i, answer in enumerate(answers) if answer])


def test_locales_and_questions_stand_apart(frame_on: FrameOn) -> None:
    cells: list[tuple[str, str | None]] = [
        ("fr-FR", judged("y", "y", "n")),
        ("de-DE", judged("y", "", "n")),
        ("de-DE", judged("n", "n", "n")),
    ]
    cells += [("fr-FR", judged("y")), ("fr-FR", None), ("de-DE", "?")]
    rows = [{"row": row, "locale": locale, "judgments": cell} for row, (locale, cell) in enumerate(cells)]
    found = measure_annotator_agreement(frame_on(rows))
    assert found is not None
    assert found.n_unreadable == 1
    german, french = found.questions
    assert (german.locale, german.n, german.n_equal, german.n_judges) == ("de-DE", 2, 1, 3)
    assert (german.answers, german.n_raters, german.fleiss.n) == ((("n", 4), ("y", 1)), 3, 1)
    assert german.equal == wilson(1, 2)
    assert (french.locale, french.n, french.n_equal) == ("fr-FR", 1, 0)
    assert french.apart == Apart("w2", 1, 1, french.apart.interval if french.apart else pytest.fail("w2 differs"))
    assert (german.graded_alpha, french.graded_alpha) == (None, None)


def test_grades_are_those_of_graded_questions_with_numbers() -> None:
    items = [{"a": "10", "b": "9"}, {"a": "2", "b": "2"}, {"a": "9", "b": "9"}]
    graded = agreement_on("de-DE", "grammar_score", items)
    assert graded.graded_alpha is not None
    assert graded.graded_alpha.value is not None
    assert graded.alpha.value is not None
    assert graded.graded_alpha.value > graded.alpha.value, "9 and 10 are near, which their order as words would hide"
    assert agreement_on("de-DE", "fits", items).graded_alpha is None
    assert agreement_on("de-DE", "grammar_score", [*items, {"a": "good", "b": "9"}]).graded_alpha is None


def test_nothing_judged_twice_has_no_agreement() -> None:
    found = agreement_on("de-DE", "fits", [{"a": "y"}])
    assert (found.n, found.equal, found.alpha.value, found.fleiss.value, found.apart) == (0, None, None, None, None)


def test_few_utterances_do_not_make_somebody_the_most_apart() -> None:
    often = [{"a": "x", "b": "x", "c": "y" if i < 40 else "x"} for i in range(100)]
    once = [{"a": "x", "b": "x", "d": "y"}]
    assert most_apart(often + once) == Apart("c", 100, 40, wilson(40, 100) or pytest.fail("100 are enough"))
    assert most_apart([{"a": "x", "b": "x"}]) is None


@given(st.lists(ANSWERS, max_size=10))
def test_apart_against_a_plain_loop(items: list[dict[str, str]]) -> None:
    n, alone = Counter[str](), Counter[str]()
    for answers in items:
        for judge in answers:
            others = [answers[other] for other in answers if other != judge]
            if others and all(other == others[0] for other in others):
                n[judge] += 1
                alone[judge] += answers[judge] != others[0]
    lows = {judge: (wilson(alone[judge], n[judge]) or pytest.fail("n is not 0")).low for judge in n if alone[judge]}
    named = {judge: low for judge, low in lows.items() if not judge.startswith(UNNAMED)}
    found = most_apart([answers for answers in items if len(answers) > 1])
    if found is None:
        assert not named
    else:
        assert (found.n, found.n_apart) == (n[found.judge], alone[found.judge])
        assert found.judge == min(named, key=lambda judge: (-named[judge], judge))


@pytest.mark.skipif(not GERMAN.exists(), reason="MASSIVE is not beside the repository")
def test_the_judges_of_massive_by_their_file_alone() -> None:
    lines = [json.loads(line) for line in GERMAN.read_text(encoding="utf-8").splitlines()]
    frame = pd.DataFrame([{"locale": line["locale"], "judgments": json.dumps(line.get("judgments"))} for line in lines])
    found = measure_annotator_agreement(frame)
    assert found is not None
    assert found.n_unreadable == 0
    for one in found.questions:
        answers = [[str(j[one.question]) for j in line["judgments"]] for line in lines if line.get("judgments")]
        assert (one.n, one.n_equal) == (5007, sum(len(set(given)) == 1 for given in answers))
        assert one.alpha.value == pytest.approx(_alpha_by_pairs(answers))
        assert one.fleiss.value == pytest.approx(one.alpha.value, abs=0.002), "nearly all have three answers"
    assert [(one.question, one.n_equal) for one in found.questions] == [
        ("intent_score", 4136),
        ("slots_score", 4416),
        ("grammar_score", 3216),
        ("spelling_score", 4490),
        ("language_identification", 3663),
    ]


def _alpha_by_pairs(answers: list[list[str]]) -> float:
    """Observed and expected share of unequal pairs, pair by pair; an item of m answers weighs m."""
    meet: dict[tuple[str, str], float] = defaultdict(float)
    for given_answers in answers:
        for pair in permutations(given_answers, 2):
            meet[pair] += 1 / (len(given_answers) - 1)
    n = sum(meet.values())
    times = Counter(answer for given_answers in answers for answer in given_answers)
    unequal = sum(weight for (one, other), weight in meet.items() if one != other)
    by_chance = sum(times[one] * times[other] for one in times for other in times if one != other) / (n - 1)
    return 1 - unequal / by_chance


def test_a_question_says_all_it_knows() -> None:
    found = agreement_on("de-DE", "spelling_score", [{"a": "2", "b": "1"}, {"a": "1", "b": "1"}] * 30)
    assert isinstance(found, QuestionAgreement)
    assert found.alpha.interval is not None
    assert found.alpha.interval.low < (found.alpha.value or 0) < found.alpha.interval.high
