"""Breaks of slot labels: a planted one by name and days, its sentences, false alarms under the null, who is who."""

import json
import random
from collections.abc import Callable

import numpy as np
import pytest

import sample_data
from analysis.annotation.break_looks import looks_at
from analysis.annotation.expected_slots import comparable_slots
from analysis.annotation.golds import Golds
from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.guideline_breaks import Found, find_guideline_breaks, suspects_of_breaks
from analysis.annotation.learned_slots import LEARNED_SLOT, UnlikelySlot
from analysis.annotation.suspect import NO_SLOT, Suspect, Suspects, suspects_of
from analysis.annotation.variation import VARIATION
from analysis.frames import Row
from tests.analysis.annotation.labelled import gold, golds_of

FURTHER = ("parallel_id", "annotator", "annotated_at", "guideline_version")
NOTHING = suspects_of(VARIATION, [])


def sample() -> list[Row]:
    rows = [json.loads(line) for line in sample_data.EVALSET.read_text(encoding="utf-8").splitlines()]
    return [{name: row.get(name) for name in ("locale", "intent", "text", "slots", *FURTHER)} for row in rows]


def breaks_of(golds: Golds, tagger: Suspects) -> tuple[Found, ...]:
    return find_guideline_breaks(golds, looks_at(golds, *comparable_slots(golds, tagger, NOTHING)))


def test_a_planted_drift_of_a_slot_is_named_with_annotator_and_days() -> None:
    rows, planted = sample(), {}
    for row, one in enumerate(rows):
        inside = one["annotator"] == "a09" and "2026-02-16" <= (one["annotated_at"] or "") <= "2026-02-27"
        for index, slot in enumerate(one["slots"]):
            if inside and slot["name"] == "time":
                slot["name"] = "date"
                planted[row, index] = one["annotated_at"]
    assert len(planted) > 5
    golds = golds_of(rows, further=FURTHER)
    assert breaks_of(golds_of(sample(), further=FURTHER), NOTHING) == ()
    (found,) = breaks_of(golds, NOTHING)
    what = found.what
    assert (what.kind, what.about, what.name, what.expected, what.given) == ("annotator", "slot", "a09", "time", "date")
    assert "2026-02-16" <= what.since <= min(planted.values())
    assert max(planted.values()) <= what.until <= "2026-02-27"
    assert what.reason().startswith(
        f"From {what.since} to {what.until}, annotator a09 marked {what.n_hits} of {what.n} times as date what others "
        f"mark as time; elsewhere it is {what.n_other_hits} of {what.n_others} (q = "
    )
    hits = set(zip(golds.rows[found.places].tolist(), found.slots.tolist(), strict=True))
    assert len(hits & set(planted)) >= 0.9 * len(planted)
    assert hits <= set(planted)
    suspects = suspects_of_breaks(golds, (found,))
    assert set(zip(suspects.rows.tolist(), suspects.slots.tolist(), strict=True)) == hits


def evening(n: int, seed: int, rate: float) -> tuple[list[Row], Callable[[int], bool]]:
    """Utterances with one slot, by four annotators on 40 days; which of them somebody slipped at."""
    chance = random.Random(seed)
    rows = [
        gold(
            f"{i} at [time:five]",
            annotator=f"a{chance.randrange(4)}",
            annotated_at=f"2026-0{chance.randrange(3, 5)}-{chance.randrange(1, 21):02}",
            guideline_version=chance.choice(["1.0", "1.1"]),
        )
        for i in range(n)
    ]
    slips = {i for i in range(n) if chance.random() < rate}
    return rows, slips.__contains__


def tagger_of(rows: list[Row], wrong: Callable[[int], bool], kind: str) -> tuple[list[Row], Suspects]:
    """Make golds wrong in one way, and let the tagger see it."""
    changed, said = [], []
    for number, row in enumerate(rows):
        if not wrong(number):
            changed.append(row)
            continue
        slots = [] if kind == "omitted" else [{**row["slots"][0], "name": "date" if kind == "renamed" else "time"}]
        changed.append({**row, "slots": slots})
        labels = {
            "omitted": ("", "time"),
            "renamed": ("date", "time"),
            "moved": ("time", "time"),
            "added": ("time", ""),
        }
        given, other = labels[kind]
        slot = NO_SLOT if kind == "omitted" else 0
        said.append(Suspect(number, 0.95, True, UnlikelySlot("five", given, 0.02, other, 0.95), slot))
    return changed, suspects_of(LEARNED_SLOT, said)


@pytest.mark.parametrize(
    ("kind", "told", "pair"),
    [
        ("renamed", "marked {} times as date what others mark as time", "time → date"),
        ("omitted", "left {} times unmarked what others mark as time", "time → no slot"),
        ("moved", "set {} times the borders of time elsewhere than others", "other borders of time"),
        ("added", "marked {} times as time what others leave unmarked", "no slot → time"),
    ],
)
def test_each_way_to_mark_otherwise(kind: str, told: str, pair: str) -> None:
    rows, _ = evening(300, seed=2, rate=0.0)

    def drifts(number: int) -> bool:
        one = rows[number]
        return bool(one["annotator"] == "a2" and "2026-03-10" <= one["annotated_at"] <= "2026-04-05")

    changed, tagger = tagger_of(rows, drifts, kind)
    first, *more = breaks_of(golds_of(changed, further=FURTHER), tagger)
    n = sum(map(drifts, range(300)))
    days = [rows[number]["annotated_at"] for number in range(300) if drifts(number)]
    assert first.what.reason().startswith(
        f"From {min(days)} to {max(days)}, annotator a2 {told.format(f'{n} of {n}')}; elsewhere it is 0 of {300 - n} "
    )
    assert first.what.pair() == pair
    assert first.what.pair(str.upper) != pair
    assert not [one for one in more if one.what.kind == "annotator"]


@pytest.mark.parametrize("kind", ["renamed", "omitted"])
def test_false_alarms_when_chance_alone_slips(kind: str) -> None:
    alarms = 0
    for seed in range(100):
        rows, slips = evening(120, seed, rate=0.1)
        changed, tagger = tagger_of(rows, slips, kind)
        alarms += bool(breaks_of(golds_of(changed, further=FURTHER), tagger))
    # At 5 % at most, 12 of 100 would happen once in a hundred times.
    assert alarms < 12


def test_other_names_for_the_annotators_and_another_order_change_nothing_else() -> None:
    rows, _ = evening(300, seed=2, rate=0.0)
    changed, tagger = tagger_of(rows, lambda number: rows[number]["annotator"] == "a2", "renamed")
    other = {"a0": "a3", "a1": "a0", "a2": "a1", "a3": "a2"}
    renamed = [{**row, "annotator": other[row["annotator"]]} for row in changed]
    before, after = (
        [one.what for one in breaks_of(golds_of(some, further=FURTHER), tagger)] for some in (changed, renamed)
    )
    assert [named(one, other) for one in before] == [named(one, {}) for one in after]
    order = np.random.default_rng(1).permutation(300).tolist()
    shuffled = [changed[place] for place in order]
    moved = {place: number for number, place in enumerate(order)}
    said = suspects_of(
        LEARNED_SLOT,
        [Suspect(moved[int(row)], 0.95, True, tagger.evidence(i), 0) for i, row in enumerate(tagger.rows)],
    )
    again = [one.what for one in breaks_of(golds_of(shuffled, further=FURTHER), said)]
    assert again == before


def named(what: GuidelineBreak, other: dict[str, str]) -> tuple[object, ...]:
    return (
        other.get(what.name, what.name),
        what.kind,
        what.about,
        what.expected,
        what.given,
        what.since,
        what.until,
        what.n,
        what.q,
    )
