"""How often a guideline break is reported where there is none, and found where one was put in.

python -m benchmarks.breaks
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from analysis.annotation.audit import FURTHER_COLUMNS
from analysis.annotation.break_looks import looks_at
from analysis.annotation.choices import choice_looks
from analysis.annotation.comparable import comparable_intents
from analysis.annotation.expected_intents import expected_intents
from analysis.annotation.expected_slots import comparable_slots
from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.guideline_breaks import find_guideline_breaks
from analysis.annotation.learned_intents import LearnedIntents, learn_intents
from analysis.annotation.learned_slots import LEARNED_SLOT, find_learned_slots
from analysis.annotation.slot_places import place_slots
from analysis.annotation.suspect import Suspects, suspects_of
from analysis.annotation.variation import find_variation
from analysis.arrow_codes import encode
from benchmarks.label_errors import MASSIVE, Row, massive_rows, sample_rows, sample_without_drift
from loaders.normalise import normalise

_SETS: Final = 100
_PLANTS: Final = 40
Columns = dict[str, list[Any]]


@dataclass(frozen=True, eq=False)
class Learned:
    """Golds with all that does not depend on who labelled them when."""

    golds: Golds
    intents: LearnedIntents
    tagger: Suspects
    variation: Suspects


def main() -> None:
    for parallel in (True, False):
        told = "parallel" if parallel else "not parallel"
        rows = sample_without_drift(sample_rows())
        _print_alarms(f"sample without its drift, days shuffled, {told}", rows, parallel, _shuffled(rows))
        if MASSIVE.exists():
            rows = massive_rows(("en-US", "de-DE"), ("test",))
            _print_alarms(f"MASSIVE, annotators and days drawn, {told}", rows, parallel, _drawn(rows))
    for about, parallel in (("intent", True), ("intent", False), ("slot", True)):
        _print_power(about, parallel)


def _print_alarms(title: str, rows: list[Row], parallel: bool, draw: Callable[[np.random.Generator], Columns]) -> None:
    learned, alarms = _learn(rows, parallel), 0
    for seed in range(_SETS):
        columns = {name: encode(pa.array(values)) for name, values in draw(np.random.default_rng(seed)).items()}
        alarms += bool(_breaks(replace(learned, golds=_with(learned.golds, columns))))
    print(f"{title}: any break in {alarms} of {_SETS} sets", flush=True)


def _with(golds: Golds, columns: dict[str, Any]) -> Golds:
    return replace(golds, further={**golds.further, **columns})


def _shuffled(rows: list[Row]) -> Callable[[np.random.Generator], Columns]:
    def draw(chance: np.random.Generator) -> Columns:
        order = chance.permutation(len(rows)).tolist()
        return {name: [rows[place][name] for place in order] for name in ("annotated_at", "guideline_version")}

    return draw


def _drawn(rows: list[Row]) -> Callable[[np.random.Generator], Columns]:
    def draw(chance: np.random.Generator) -> Columns:
        who, day = chance.integers(0, 6, len(rows)).tolist(), chance.integers(0, 60, len(rows)).tolist()
        return {
            "annotator": [f"{row['locale']}-{number}" for row, number in zip(rows, who, strict=True)],
            "annotated_at": [f"2026-{3 + one // 30:02}-{1 + one % 30:02}" for one in day],
        }

    return draw


def _print_power(about: str, parallel: bool) -> None:
    """Put drifts into the sample data, and print how many are found, by how many labels they change."""
    found: dict[str, list[bool]] = {"3 to 5": [], "6 to 10": [], "11 and more": []}
    others = 0
    for rows, n, who, expected, given in _plants(about):
        breaks = _breaks(_learn(rows, parallel, slots=about == "slot"))
        right = [one for one in breaks if (one.name, one.expected, one.given) == (who, expected, given)]
        others += len(breaks) > len(right)
        found["3 to 5" if n < 6 else "6 to 10" if n < 11 else "11 and more"].append(bool(right))
    counts = ", ".join(f"{sum(one)} of {len(one)} that change {size} labels" for size, one in found.items())
    told = "parallel" if parallel else "not parallel"
    print(
        f"sample, {about} drift of an annotator over ten working days, {told}: {counts}; another in {others}",
        flush=True,
    )


def _plants(about: str) -> Iterator[tuple[list[Row], int, str, str, str]]:
    seed, n_planted = 0, 0
    while n_planted < _PLANTS:
        chance = random.Random(seed)
        seed += 1
        rows = sample_without_drift(sample_rows())
        row = chance.choice([one for one in rows if one["annotator"] and one["annotated_at"] and one["slots"]])
        labels = _labels(about, rows, row)
        if not labels:
            continue
        x, y = chance.choice(labels)
        days = sorted({one["annotated_at"] for one in rows if one["annotated_at"]})
        first = days.index(row["annotated_at"])
        n = sum(
            _relabel(about, one, x, y)
            for one in rows
            if one["annotator"] == row["annotator"] and one["annotated_at"] in days[first : first + 10]
        )
        if n >= 3:
            n_planted += 1
            yield rows, n, row["annotator"], x, y


def _labels(about: str, rows: list[Row], row: Row) -> list[tuple[str, str]]:
    if about == "slot":
        here = {slot["name"] for slot in row["slots"]}
        names = {slot["name"] for one in rows if one["intent"] == row["intent"] for slot in one["slots"]}
        return [(x, y) for x in sorted(here) for y in sorted(names - {x})]
    return [
        (row["intent"], y)
        for y in sorted({one["intent"] for one in rows if one["domain"] == row["domain"]})
        if y != row["intent"]
    ]


def _relabel(about: str, row: Row, x: str, y: str) -> bool:
    if about == "intent" and row["intent"] == x:
        row["intent"] = y
        return True
    hit = [slot for slot in row["slots"] if about == "slot" and slot["name"] == x]
    row["slots"] = [{**slot, "name": y} if slot in hit else slot for slot in row["slots"]]
    return bool(hit)


def _learn(rows: list[Row], parallel: bool, slots: bool = True) -> Learned:
    """Learn what others would say; without `slots` no tagger is trained, for nothing is found with it."""
    kept = [
        {name: value for name, value in row.items() if name != "judgments" and (parallel or name != "parallel_id")}
        for row in rows
    ]
    golds = read_golds(pa.Table.from_pylist(kept), normalise, FURTHER_COLUMNS)
    places = place_slots(golds, normalise)
    tagger = find_learned_slots(golds, places) if slots else suspects_of(LEARNED_SLOT, [])
    return Learned(golds, learn_intents(golds), tagger, find_variation(golds, places))


def _breaks(learned: Learned) -> list[GuidelineBreak]:
    golds = learned.golds
    compared = (
        comparable_intents(golds, expected_intents(golds, learned.intents)),
        *comparable_slots(golds, learned.tagger, learned.variation),
    )
    looks = [*looks_at(golds, *compared), *choice_looks(golds, learned.intents)]
    return [one.what for one in find_guideline_breaks(golds, looks)]


if __name__ == "__main__":
    main()
