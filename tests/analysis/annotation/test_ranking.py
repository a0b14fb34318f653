"""One order of many: the vectors of the reference, and chances against a plain loop."""

import math
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.audit import DETECTORS
from analysis.annotation.ranking import borda, rank
from analysis.annotation.suspect import Suspect, Suspects, suspects_of
from analysis.annotation.weights import BEFORE, OF_PROBABILITIES, QUESTIONS, WEIGHTS, Question
from tests.analysis.annotation.test_suspect import Said

SCORES = st.sampled_from([0.0, 0.1, 0.5, 0.9, 0.9995, 1.0])


def test_the_vectors_of_the_reference() -> None:
    assert borda(np.array([[0.1, 0.9, 0.5], [0.2, 0.8, 0.7]])).tolist() == [2, 6, 4]
    assert borda(np.array([[0.4, 0.3, 0.2], [0.1, 0.9, 0.5], [0.7, 0.8, 0.6]])).tolist() == [6, 8, 4]


def suspects(told: dict[str, dict[int, float]]) -> list[Suspects]:
    return [
        suspects_of(name, [Suspect(row, score, True, Said(f"{name} {row}")) for row, score in of_one.items()])
        for name, of_one in told.items()
    ]


def chance(question: Question, says: dict[str, float]) -> float:
    odds = BEFORE[question]
    for name, score in says.items():
        if name in WEIGHTS[question]:
            x = score
            if name in OF_PROBABILITIES:
                p = min(max(score, 0.001), 0.999)
                x = math.log(p / (1 - p))
            odds += WEIGHTS[question][name].entry + WEIGHTS[question][name].score * x
    return 1 / (1 + math.exp(-odds))


detectors = st.dictionaries(
    st.sampled_from([*DETECTORS, "one_that_nobody_knows"]), st.dictionaries(st.integers(0, 9), SCORES), max_size=5
)


@given(detectors)
def test_chances_by_a_plain_loop(told: dict[str, dict[int, float]]) -> None:
    ranking = rank(suspects(told), 10)
    said = {row: {name: one[row] for name, one in told.items() if row in one} for row in range(10)}
    assert sorted(ranking.rows.tolist()) == [row for row, says in said.items() if says]
    for place, row in enumerate(ranking.rows.tolist()):
        intent, slots = (chance(question, said[row]) for question in QUESTIONS)
        assert ranking.chances["intent"][place] == pytest.approx(intent)
        assert ranking.chances["slots"][place] == pytest.approx(slots)
        assert ranking.scores[place] == pytest.approx(intent + slots - intent * slots)
        assert ranking.is_flagged()[place] == (ranking.scores[place] > 0.5)
        assert ranking.detector_scores(place) == said[row]
        assert ranking.reasons(place) == tuple(f"it says {name} {row}" for name in said[row])
    keys = list(zip((-ranking.scores).tolist(), ranking.rows.tolist(), strict=True))
    assert keys == sorted(keys), "the most suspect first, equals by row"


@given(detectors, st.sampled_from(DETECTORS), SCORES, SCORES)
def test_a_higher_score_never_makes_a_gold_less_suspect(
    told: dict[str, dict[int, float]], name: str, one: float, other: float
) -> None:
    lower, higher = (
        rank(suspects({**told, name: {3: score}}), 10).scores[
            rank(suspects({**told, name: {3: score}}), 10).rows.tolist().index(3)
        ]
        for score in sorted((one, other))
    )
    assert 0 <= lower <= higher <= 1


def test_what_others_do_not_know_dilutes_nothing() -> None:
    alone = {"learned_intent": {0: 0.999, 1: 0.9, 2: 0.2}}
    silent: dict[str, dict[int, float]] = {"parallel_requests": {}, "near_duplicates": {}, "same_text": {}}
    assert rank(suspects({**silent, **alone}), 3).scores.tolist() == rank(suspects(alone), 3).scores.tolist()


def test_a_detector_of_both_answers_the_question_that_its_entry_is_about() -> None:
    entries = [
        Suspect(0, 1.0, True, Said("intent"), of_slots=False),
        Suspect(1, 1.0, True, Said("slots"), of_slots=True),
        Suspect(2, 1.0, True, Said("intent"), of_slots=False),
        Suspect(2, 1.0, True, Said("slots"), of_slots=True),
    ]
    ranking = rank([suspects_of("parallel_requests", entries)], 3)
    by_row = {
        row: (ranking.chances["intent"][place], ranking.chances["slots"][place])
        for place, row in enumerate(ranking.rows.tolist())
    }
    said = {"parallel_requests": 1.0}
    assert by_row[0] == pytest.approx((chance("intent", said), chance("slots", {})))
    assert by_row[1] == pytest.approx((chance("intent", {}), chance("slots", said)))
    assert by_row[2] == pytest.approx((chance("intent", said), chance("slots", said)))
    assert ranking.rows[0] == 2


def test_every_detector_has_a_weight_and_no_other() -> None:
    assert {name for weights in WEIGHTS.values() for name in weights} == set(DETECTORS)
    assert min(weight.score for weights in WEIGHTS.values() for weight in weights.values()) >= 0
    assert fmean(BEFORE.values()) < 0


def test_nothing_gives_a_ranking_of_nothing() -> None:
    assert len(rank([], 5).rows) == 0
    assert len(rank([suspects_of("d", [])], 0).rows) == 0


matrices = st.integers(1, 6).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([math.nan, 0.0, 0.5, 1.0]), min_size=n, max_size=n), min_size=1, max_size=4
    )
)


@given(matrices)
def test_ranks_by_counting(scores: list[list[float]]) -> None:
    n = len(scores[0])
    expected = [0.0] * n
    for row in scores:
        known = [-1.0 if math.isnan(one) else one for one in row]
        for i, one in enumerate(known):
            above, equal = sum(other > one for other in known), sum(other == one for other in known)
            expected[i] += n + 1 - (above + (equal + 1) / 2)
    assert borda(np.array(scores)).tolist() == pytest.approx(expected)


def test_nothing_to_fuse() -> None:
    assert borda(np.zeros((2, 0))).tolist() == []
