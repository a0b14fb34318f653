"""Breaks of the guideline: the planted drift by name and days, false alarms under the null, what others expect."""

import json
import random

import numpy as np
import pandas as pd
import pytest

import sample_data
from analysis.annotation.break_looks import looks_at
from analysis.annotation.comparable import comparable_intents
from analysis.annotation.expected_intents import expected_intents
from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.guideline_breaks import Found, find_guideline_breaks, suspects_of_breaks
from analysis.annotation.learned_intents import LearnedIntents, learn_intents
from analysis.arrow_codes import Codes
from analysis.frames import Row
from loaders.normalise import normalise
from tests.analysis.conftest import FrameOn

FURTHER = ("parallel_id", "annotator", "annotated_at", "guideline_version")


def rows_of(n: int, seed: int, rate: float = 0.1) -> list[Row]:
    """Utterances that all mean rain, some labelled outlook by chance, by four annotators on 40 days."""
    chance = random.Random(seed)
    return [
        {
            "row": row,
            "locale": "de-DE",
            "intent": "outlook" if chance.random() < rate else "rain",
            "text": f"text {row}",
            "slots": [],
            "annotator": f"a{chance.randrange(4)}",
            "annotated_at": f"2026-0{chance.randrange(3, 5)}-{chance.randrange(1, 21):02}",
            "guideline_version": chance.choice(["1.0", "1.1"]),
        }
        for row in range(n)
    ]


def all_mean(golds: Golds, intent: str) -> Codes:
    return np.full(len(golds), golds.intents.values.index(intent), dtype=np.int64)


def breaks_in(golds: Golds, expected: Codes) -> tuple[Found, ...]:
    return find_guideline_breaks(golds, looks_at(golds, comparable_intents(golds, expected)))


def test_who_from_when_to_when(frame_on: FrameOn) -> None:
    rows = rows_of(300, seed=1, rate=0.02)
    for row in rows:
        if row["annotator"] == "a2" and "2026-03-10" <= row["annotated_at"] <= "2026-04-05":
            row["intent"] = "outlook"
    golds = read_golds(frame_on(rows), normalise, FURTHER)
    first, *_ = breaks_in(golds, all_mean(golds, "rain"))
    mine = [row for row in rows if row["annotator"] == "a2" and row["intent"] == "outlook"]
    inside = [
        row for row in rows if row["annotator"] == "a2" and first.what.since <= row["annotated_at"] <= first.what.until
    ]
    assert (first.what.kind, first.what.name, first.what.given) == ("annotator", "a2", "outlook")
    assert "2026-03-10" <= first.what.since <= "2026-03-12"
    assert "2026-04-03" <= first.what.until <= "2026-04-05"
    assert (first.what.n, first.what.n_hits) == (len(inside), sum(row["intent"] == "outlook" for row in inside))
    assert first.what.n_other_hits == sum(row["intent"] == "outlook" for row in rows) - first.what.n_hits
    assert first.what.n + first.what.n_others == len(rows)
    assert {int(golds.rows[place]) for place in first.places} <= {row["row"] for row in mine}
    suspects = suspects_of_breaks(golds, (first,))
    assert suspects.rows.tolist() == sorted(golds.rows[first.places].tolist())
    assert suspects.scores.tolist() == pytest.approx([first.what.attributable] * len(suspects))
    assert suspects.evidence(0).reason(str.upper).startswith(f"From {first.what.since} to ")


def test_false_alarms_when_chance_alone_labels() -> None:
    alarms = 0
    for seed in range(150):
        golds = read_golds(pd.DataFrame(rows_of(120, seed)), normalise, FURTHER)
        alarms += bool(breaks_in(golds, all_mean(golds, "rain")))
    # All looks together at 5 % at most; 15 of 150 would happen once in a hundred times.
    assert alarms < 15


def test_without_days_an_annotator_is_looked_at_as_a_whole(frame_on: FrameOn) -> None:
    rows = rows_of(200, seed=3, rate=0.02)
    for row in rows:
        del row["annotated_at"]
        row["intent"] = "outlook" if row["annotator"] == "a1" else row["intent"]
    golds = read_golds(frame_on(rows), normalise, FURTHER)
    (found,) = breaks_in(golds, all_mean(golds, "rain"))
    n = sum(row["annotator"] == "a1" for row in rows)
    assert found.what.reason().startswith(
        f"Annotator a1 labelled {n} of {n} utterances as outlook that others label rain"
    )


def test_a_version_as_a_whole_and_the_days_of_all_as_its_shadow(frame_on: FrameOn) -> None:
    rows = rows_of(200, seed=5, rate=0.0)
    for row in rows:
        del row["annotator"]
        if "2026-03-10" <= row["annotated_at"] <= "2026-03-13":
            row["intent"], row["guideline_version"] = "outlook", "1.2"
    golds = read_golds(frame_on(rows), normalise, FURTHER)
    (version,) = breaks_in(golds, all_mean(golds, "rain"))
    n = sum(row["intent"] == "outlook" for row in rows)
    rest = f"labelled {n} of {n} utterances as outlook that others label rain; elsewhere it is 0 of {200 - n} "
    told = sorted({row["annotated_at"] for row in rows if row["intent"] == "outlook"})
    assert version.what.reason().startswith(f"Annotators under guideline 1.2 {rest}")
    unversioned = [{name: value for name, value in row.items() if name != "guideline_version"} for row in rows]
    golds = read_golds(frame_on(unversioned), normalise, FURTHER)
    (days,) = breaks_in(golds, all_mean(golds, "rain"))
    assert days.what.reason().startswith(f"From {told[0]} to {told[-1]}, all annotators together {rest}")


def test_a_set_that_names_nobody_has_no_breaks(frame_on: FrameOn) -> None:
    rows = [{name: value for name, value in row.items() if name not in FURTHER} for row in rows_of(50, seed=4)]
    golds = read_golds(frame_on(rows), normalise, FURTHER)
    assert breaks_in(golds, all_mean(golds, "rain")) == ()
    assert len(suspects_of_breaks(golds, ())) == 0


def test_the_same_request_speaks_before_the_model(frame_on: FrameOn) -> None:
    rows: list[Row] = [
        {
            "row": row,
            "locale": locale,
            "intent": intent,
            "text": str(row),
            "slots": [],
            "parallel_id": p,
            "annotator": a,
        }
        for row, (locale, intent, p, a) in enumerate(
            [
                ("de-DE", "outlook", "1", "a1"),
                ("en-US", "rain", "1", "a2"),
                ("fr-FR", "rain", "1", "a3"),
                ("it-IT", "outlook", "1", "a1"),
                ("de-DE", "outlook", None, "a1"),
                ("en-US", "outlook", None, "a2"),
                ("en-US", "rain", None, "a2"),
            ]
        )
    ]
    golds = read_golds(frame_on(rows), normalise, FURTHER)
    outlook, rain = golds.intents.values.index("outlook"), golds.intents.values.index("rain")
    confident = np.array([outlook] * 4 + [rain, rain, -1])
    known = np.ones(7, dtype=np.bool_)
    p_other = np.array([0.0] * 4 + [0.6, 0.4, 0.3])
    learned = LearnedIntents(known, 1 - p_other, p_other, np.full(7, rain), confident, np.zeros(7))
    # a1 does not vote on itself; the others are outvoted by two of a1, one of each other: no majority.
    assert expected_intents(golds, learned).tolist() == [rain, outlook, outlook, rain, rain, -1, -1]


def test_the_planted_drift_is_named_with_annotator_and_days() -> None:
    rows = [json.loads(line) for line in sample_data.EVALSET.read_text(encoding="utf-8").splitlines()]
    lines = sample_data.PLANTED_ERRORS.read_text(encoding="utf-8").splitlines()
    planted = {
        (one["locale"], one["utterance_id"]) for one in map(json.loads, lines) if one["kind"] == "guideline_misread"
    }
    golds = read_golds(pd.DataFrame([{"row": row, **one} for row, one in enumerate(rows)]), normalise, FURTHER)
    (found,) = breaks_in(golds, expected_intents(golds, learn_intents(golds)))
    assert found.what.reason() == (
        "From 2026-03-11 to 2026-03-20, annotator a05 labelled 19 of 19 utterances as forecast.outlook that others "
        "label forecast.rain; elsewhere it is 0 of 9 (q = 0.0002)."
    )
    assert {(rows[row]["locale"], rows[row]["utterance_id"]) for row in golds.rows[found.places].tolist()} == planted
    days = sorted(one["annotated_at"] for one in rows if (one["locale"], one["utterance_id"]) in planted)
    assert (found.what.since, found.what.until) == (days[0], days[-1])
