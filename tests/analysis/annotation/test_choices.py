"""How annotators choose between two intents, where no request is parallel: the planted drift, and three false friends.

None of the three is a break: a locale that asks for other things, days on which all annotators had other requests, and
annotators who differ by chance alone.
"""

import json
import random
from itertools import pairwise
from math import comb

import numpy as np
import pytest

import sample_data
from analysis.annotation.break_looks import FEWEST
from analysis.annotation.choices import choice_looks, p_confirmed
from analysis.annotation.golds import Golds
from analysis.annotation.guideline_breaks import find_guideline_breaks, suspects_of_breaks
from analysis.annotation.learned_intents import LearnedIntents, learn_intents
from analysis.frames import Row
from tests.analysis.annotation.labelled import gold, golds_of

FURTHER = ("parallel_id", "annotator", "annotated_at", "guideline_version")


def confused(golds: Golds) -> LearnedIntents:
    """A model that takes each intent for the next one."""
    n = len(golds)
    other = (golds.intents.codes + 1) % len(golds.intents.values)
    return LearnedIntents(np.ones(n, np.bool_), np.ones(n), np.zeros(n), other, golds.intents.codes, np.zeros(n))


def drawn(seed: int, mix: dict[str, float], n: int = 300) -> list[Row]:
    """Utterances of the locales in `mix`, a share of which is rain; three annotators each, 40 days, all by chance."""
    chance = random.Random(seed)
    return [
        gold(
            f"text {locale} {i}",
            "rain" if chance.random() < rain else "outlook",
            locale,
            annotator=f"{locale}-{chance.randrange(3)}",
            annotated_at=f"2026-0{chance.randrange(3, 5)}-{chance.randrange(1, 21):02}",
        )
        for locale, rain in mix.items()
        for i in range(n)
    ]


def alarms(sets: list[list[Row]]) -> int:
    found = 0
    for rows in sets:
        golds = golds_of(rows, further=FURTHER)
        found += bool(find_guideline_breaks(golds, choice_looks(golds, confused(golds))))
    return found


def test_the_planted_drift_is_named_without_parallel_requests() -> None:
    rows = [json.loads(line) for line in sample_data.EVALSET.read_text(encoding="utf-8").splitlines()]
    lines = sample_data.PLANTED_ERRORS.read_text(encoding="utf-8").splitlines()
    planted = {
        (one["locale"], one["utterance_id"]) for one in map(json.loads, lines) if one["kind"] == "guideline_misread"
    }
    golds = golds_of(
        [{name: row.get(name) for name in ("locale", "intent", "text", "slots", *FURTHER[1:])} for row in rows],
        further=FURTHER,
    )
    (found,) = find_guideline_breaks(golds, choice_looks(golds, learn_intents(golds)))
    assert found.what.reason().startswith(
        "From 2026-03-09 to 2026-03-20, annotator a05 chose forecast.outlook 38 of 38 times between it and "
        "forecast.rain; elsewhere it is 84 of 178 (q = "
    )
    suspects = suspects_of_breaks(golds, (found,))
    assert planted <= {(rows[row]["locale"], rows[row]["utterance_id"]) for row in suspects.rows.tolist()}
    assert suspects.scores.tolist() == pytest.approx([1 - 84 / 178] * 38)


def test_a_drift_is_found_among_others_by_a_plain_loop() -> None:
    rows = drawn(1, {"de-DE": 0.6, "en-US": 0.6})
    for row in rows:
        if row["annotator"] == "de-DE-1" and "2026-03-10" <= row["annotated_at"] <= "2026-04-05":
            row["intent"] = "outlook"
    golds = golds_of(rows, further=FURTHER)
    looks = list(choice_looks(golds, confused(golds)))
    (found,) = find_guideline_breaks(golds, looks)
    what = found.what
    assert (what.about, what.name, what.expected, what.given) == ("choice", "de-DE-1", "rain", "outlook")
    inside = [row for row in rows if row["annotator"] == what.name and what.since <= row["annotated_at"] <= what.until]
    assert (what.n, what.n_hits) == (len(inside), sum(row["intent"] == "outlook" for row in inside))
    assert what.n + what.n_others == len(rows)
    assert what.n_hits + what.n_other_hits == sum(row["intent"] == "outlook" for row in rows)
    (look,) = [look for look in looks if look.name == what.name and look.of.labels[look.given] == "outlook"]
    beside = (
        [row for row in rows if row["locale"] == "de-DE"],
        [row for row in rows if what.since <= row["annotated_at"] <= what.until],
    )
    assert look.stretch is not None
    p = max(tail(what.n_hits, len(one), sum(row["intent"] == "outlook" for row in one), what.n) for one in beside)
    assert p_confirmed(golds, look) == pytest.approx(min(1.0, p * look.stretch.n_looks))
    days = sorted({row["annotated_at"] for row in rows if row["annotator"] == what.name})
    assert look.stretch.n_looks == len(days) * (len(days) + 1) / 2
    assert all(one < other for one, other in pairwise(days))


def tail(k: int, n_all: int, n_hits: int, n: int) -> float:
    ways = sum(comb(n_hits, i) * comb(n_all - n_hits, n - i) for i in range(k, min(n, n_hits) + 1))
    return ways / comb(n_all, n)


def test_chance_alone() -> None:
    # At 5 % at most; 8 of 40 would happen once in a thousand times.
    assert alarms([drawn(seed, {"de-DE": 0.5, "en-US": 0.5}, 100) for seed in range(40)]) < 8


def test_a_locale_that_asks_for_other_things_is_no_break() -> None:
    sets = [drawn(seed, {"de-DE": 0.1, "en-US": 0.7, "fr-FR": 0.5}, 100) for seed in range(40)]
    unconfirmed = sum(
        any(look.stretch and look.stretch.p <= 0.001 for look in choice_looks(golds, confused(golds)))
        for golds in (golds_of(rows, further=FURTHER) for rows in sets)
    )
    assert unconfirmed > 30
    assert alarms(sets) < 8


def test_days_on_which_all_had_other_requests_are_no_break() -> None:
    sets = [drawn(seed, {"de-DE": 0.6, "en-US": 0.6}, 150) for seed in range(40)]
    for rows in sets:
        for row in rows:
            if "2026-03-10" <= row["annotated_at"] <= "2026-03-14":
                row["intent"] = "outlook"
    assert alarms(sets) < 8


def test_where_requests_are_parallel_or_nobody_is_named_no_choice_is_looked_at() -> None:
    rows = drawn(1, {"de-DE": 0.5})
    parallel = golds_of([{**row, "parallel_id": str(i)} for i, row in enumerate(rows)], further=FURTHER)
    assert list(choice_looks(parallel, confused(parallel))) == []
    nameless = golds_of(rows, further=("annotated_at",))
    assert list(choice_looks(nameless, confused(nameless))) == []
    few = golds_of(rows[: FEWEST - 1], further=FURTHER)
    assert list(choice_looks(few, confused(few))) == []
