"""The counts of two real models on MASSIVE, against those that were counted independently."""

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from scipy.stats import binom, binomtest

from analysis.breakdown import break_down_by
from analysis.counts import FlipCounts
from analysis.frames import Row
from analysis.intervals import tango
from analysis.locale_difference import compare_two_locales
from analysis.summary import headline, summarise
from loaders.normalise import normalise
from loaders.schema import UTTERANCE_UNITS
from tests.analysis.scored import Slots, pair_row

DATA = Path(__file__).parents[3] / "shared" / "data"
MARKED = re.compile(r"\[(.+?) : (.*?)\]")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data of massive-runs is not on this machine")


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def normal(slots: Slots) -> Slots:
    return [(name, normalise(value)) for name, value in slots]


def answers(path: Path) -> dict[tuple[str, str], tuple[str, Slots]]:
    return {
        (row["locale"], row["utterance_id"]): (
            row["intent"],
            normal([(slot["name"], slot["value"]) for slot in row["slots"]]),
        )
        for row in read(path)
    }


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    baseline, candidate = (answers(DATA / "massive-runs" / f"{run}.jsonl") for run in ("v1", "v2"))
    files = sorted((DATA / "massive-1.1-subset").glob("*.jsonl"))
    gold = [row for file in files for row in read(file) if row["partition"] == "test"]
    return [
        pair_row(
            i,
            (row["intent"], normal([(m[1].strip(), m[2]) for m in MARKED.finditer(row["annot_utt"])])),
            baseline.get((row["locale"], row["id"])),
            candidate.get((row["locale"], row["id"])),
            locale=row["locale"],
            domain=row["scenario"],
            parallel_id=row["id"],
        )
        for i, row in enumerate(gold)
    ]


def test_counts_are_those_counted_independently(rows: list[Row]) -> None:
    frame = pl.DataFrame(rows, infer_schema_length=None)
    overall = {part.unit: part.counts for part in break_down_by(frame, UTTERANCE_UNITS)}
    assert overall == {
        "frame": FlipCounts(23792, 10309, 1317, 2022, 4963, 5181),
        "intent": FlipCounts(23792, 18878, 434, 860, 3122, 498),
        "slots": FlipCounts(23792, 12676, 1328, 1908, 3806, 4074),
    }
    (german,) = (part for part in break_down_by(frame, "frame", ["locale"]) if part.values["locale"] == "de-DE")
    assert german.counts == FlipCounts(2974, 1239, 248, 208, 639, 640)


def test_the_headline_says_what_happened(rows: list[Row]) -> None:
    found = headline(summarise(pl.DataFrame(rows, infer_schema_length=None)), candidate="v2")
    assert found.title == "Better on average, perhaps worse in de-DE."
    assert found.detail == (
        "v2 gains +2.96 pp frame accuracy (95 % CI 2.49 to 3.44) on 23,792 utterances (1,317 broke, 2,022 fixed); "
        "in de-DE 248 broke and 208 were fixed, which could be chance (adjusted p = 0.070)."
    )


def test_german_broke_more_than_english_on_the_same_requests(rows: list[Row]) -> None:
    broke = {
        (row["locale"], row["parallel_id"]): row["baseline_frame_correct"] and not row["candidate_frame_correct"]
        for row in rows
    }
    ids = [request for locale, request in broke if locale == "de-DE"]
    only_german = sum(broke["de-DE", one] and not broke["en-US", one] for one in ids)
    only_english = sum(broke["en-US", one] and not broke["de-DE", one] for one in ids)
    found = compare_two_locales(pl.DataFrame(rows, infer_schema_length=None), "de-DE", "en-US", by="domain")
    assert (found.paired, found.whole.n_a, len(ids)) == (True, 2974, 2974)
    assert (found.whole.n_broke_a, found.whole.n_broke_b) == (248, 179)
    assert (found.whole.n_only_a, found.whole.n_only_b) == (only_german, only_english) == (202, 133)
    assert found.whole.interval == tango(only_german, only_english, 2974)
    assert found.whole.p_value == pytest.approx(_mid_p(only_german, only_english))
    assert sum(one.n_only_a or 0 for _, one in found.slices) == only_german


def _mid_p(more: int, fewer: int) -> float:
    n = more + fewer
    at_hand = binom(n, 0.5).pmf(more)
    return float(binomtest(more, n).pvalue - at_hand)
