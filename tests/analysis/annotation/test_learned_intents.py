"""Intents that a model does not believe."""

import pandas as pd
import pytest

from analysis.annotation.confident import confident_joint, label_noise, own
from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.learned_intents import find_learned_intents, intent_probabilities, learn_intents
from analysis.frames import Row
from loaders.normalise import normalise
from tests.analysis.annotation.annotated import requests, twice
from tests.analysis.conftest import FrameOn

WRONG = 3


def golds_on(frame_on: FrameOn, rows: list[Row]) -> Golds:
    return read_golds(frame_on(rows), normalise)


def with_an_error() -> list[Row]:
    rows = twice(requests())
    rows[WRONG]["intent"] = "weather.rain"
    return rows


def test_a_wrong_intent_is_the_most_suspect(frame_on: FrameOn) -> None:
    golds = golds_on(frame_on, with_an_error())
    found = find_learned_intents(golds, learn_intents(golds))
    assert found.rows.tolist() == list(range(80))
    assert int(found.rows[found.scores.argmax()]) == WRONG
    assert found.flags.sum() <= 4
    evidence = found.evidence(WRONG)
    told = evidence.reason(lambda word: f"<{word}>")
    assert told.startswith("A simple model trained on the other texts says <music.play> (")
    assert "of <weather.rain>, the gold, " in told


def test_engines_agree_to_the_digit(frame_on: FrameOn) -> None:
    golds = golds_on(frame_on, with_an_error())
    at = read_golds(pd.DataFrame(with_an_error()), normalise)
    assert learn_intents(golds).p_given.tolist() == learn_intents(at).p_given.tolist()


def test_the_score_is_what_is_left_of_the_probability(frame_on: FrameOn) -> None:
    golds = golds_on(frame_on, with_an_error())
    ((places, given, intents, p),) = intent_probabilities(golds)
    found = find_learned_intents(golds, learn_intents(golds))
    assert found.scores[places].tolist() == pytest.approx((1 - own(given, p)).tolist())
    assert intents[given].tolist() == golds.intents.codes[places].tolist()


def test_copies_of_a_wrong_gold_do_not_hide_it(frame_on: FrameOn) -> None:
    rows = with_an_error()
    rows += [{**rows[WRONG], "row": 80 + copy} for copy in range(5)]
    golds = golds_on(frame_on, rows)
    found = find_learned_intents(golds, learn_intents(golds))
    assert set(found.rows[found.scores.argsort()[-6:]].tolist()) == {WRONG, *range(80, 85)}


def test_a_small_locale_has_no_entry(frame_on: FrameOn) -> None:
    golds = golds_on(frame_on, requests())
    assert len(find_learned_intents(golds, learn_intents(golds))) == 0


def test_the_model_says_what_share_it_expects_to_be_wrong(frame_on: FrameOn) -> None:
    golds = golds_on(frame_on, with_an_error())
    ((_, given, _, p),) = intent_probabilities(golds)
    found = find_learned_intents(golds, learn_intents(golds))
    assert found.expected_share == label_noise(given, confident_joint(given, p))
    assert found.expected_share
    few = golds_on(frame_on, with_an_error()[:10])
    assert find_learned_intents(few, learn_intents(few)).expected_share is None
