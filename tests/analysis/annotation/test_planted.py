"""How good each detector is: measured on the sample data, whose wrong golds are known, and held to what was measured.

The bounds are a little below what was measured. Every request of the sample has one intent and one set of slots in all
locales by design, so the locales do far better here than they will elsewhere.
"""

import json
from pathlib import Path
from typing import Final

import pytest

import sample_data
from analysis.annotation.audit import DETECTORS, find_suspects
from analysis.annotation.clean_gold import count_clean_gold
from analysis.annotation.likely_wrong import likely_wrong
from analysis.annotation.ranking import Ranking, rank
from analysis.annotation.semantic_duplicates import SEMANTIC_DUPLICATES
from analysis.annotation.suspect import Suspects
from analysis.frames import collect_rows
from analysis.metrics import nfr
from analysis.selection import Selection, select
from loaders.audit import audit
from loaders.comparison import comparison
from loaders.normalise import normalise
from loaders.warehouse import Warehouse

INTENTS: Final = {"intent_confusion", "guideline_misread", "duplicate_conflict"}
SLOTS: Final = {"slot_boundary", "slot_omitted"}


@pytest.fixture(scope="module")
def planted(sample_warehouse: Path) -> dict[int, str]:
    """The kind of each planted error by row."""
    told = [json.loads(line) for line in Path(sample_data.PLANTED_ERRORS).read_text(encoding="utf-8").splitlines()]
    kinds = {(error["locale"], error["utterance_id"]): error["kind"] for error in told}
    with audit(Warehouse(sample_warehouse), "sample") as opened:
        keys = opened.utterances().project("row, locale, utterance_id").fetchall()
    return {row: kinds[locale, identity] for row, locale, identity in keys if (locale, identity) in kinds}


@pytest.fixture(scope="module")
def found(sample_warehouse: Path) -> dict[str, Suspects]:
    with audit(Warehouse(sample_warehouse), "sample", ["v1", "v2"]) as opened:
        return {one.detector: one for one in find_suspects(opened.utterances(), normalise, opened.prefixes)}


@pytest.mark.parametrize(
    ("detector", "kinds", "least_precision", "least_recall"),
    [
        ("same_text", {"duplicate_conflict"}, 0.5, 1.0),
        ("near_duplicates", INTENTS, 0.5, 0.6),
        ("variation", SLOTS, 0.6, 0.85),
        ("parallel_requests", INTENTS | {"slot_omitted"}, 1.0, 1.0),
        ("models_agree", INTENTS | SLOTS, 0.13, 0.65),
    ],
)
def test_what_is_flagged(
    found: dict[str, Suspects],
    planted: dict[int, str],
    detector: str,
    kinds: set[str],
    least_precision: float,
    least_recall: float,
) -> None:
    suspects = found[detector]
    flagged = set(suspects.rows[suspects.flags].tolist())
    wanted = {row for row, kind in planted.items() if kind in kinds}
    precision, recall = len(flagged & set(planted)) / len(flagged), len(flagged & wanted) / len(wanted)
    measured = (
        f"{detector}: {len(flagged)} flagged, precision {precision:.3f} of all {len(planted)} planted errors, "
        f"recall {recall:.3f} of the {len(wanted)} of {', '.join(sorted(kinds))}, "
        f"average precision {average_precision(rank([suspects], 3112), planted):.3f} of all"
    )
    print(measured)
    assert precision >= least_precision, measured
    assert recall >= least_recall, measured


def test_the_ranking_is_better_than_any_detector(found: dict[str, Suspects], planted: dict[int, str]) -> None:
    together = average_precision(rank(list(found.values()), 3112), planted)
    alone = {name: average_precision(rank([one], 3112), planted) for name, one in found.items()}
    without_locales = rank([one for name, one in found.items() if name != "parallel_requests"], 3112)
    measured = f"fused {together:.3f}, without other locales {average_precision(without_locales, planted):.3f}, {alone}"
    print(measured)
    assert together > max(alone.values()), measured
    assert together > 0.95, measured
    assert average_precision(without_locales, planted) > 0.9, measured


@pytest.mark.parametrize(("ask_the_runs", "least_precision", "least_recall"), [(True, 0.95, 0.75), (False, 0.9, 0.75)])
def test_what_is_likely_wrong_is(
    found: dict[str, Suspects],
    planted: dict[int, str],
    ask_the_runs: bool,
    least_precision: float,
    least_recall: float,
) -> None:
    rows = likely_wrong(list(found.values()), 3112, ask_the_runs).tolist()
    right = len(set(rows) & set(planted))
    measured = f"{len(rows)} likely wrong, precision {right / len(rows):.3f}, recall {right / len(planted):.3f}"
    print(measured)
    assert right / len(rows) >= least_precision, measured
    assert right / len(planted) >= least_recall, measured


def test_all_detectors_ran(found: dict[str, Suspects]) -> None:
    assert tuple(found) == tuple(name for name in DETECTORS if name != SEMANTIC_DUPLICATES), "that needs a model"


def average_precision(ranking: Ranking, planted: dict[int, str]) -> float:
    """Mean over the planted errors of the precision at the place of each, 0 for one that is not listed."""
    right, total = 0, 0.0
    for place, row in enumerate(ranking.rows.tolist(), start=1):
        if row in planted:
            right += 1
            total += right / place
    return total / len(planted)


def test_what_broke_on_wrong_gold_is_suspect_and_little_else(
    found: dict[str, Suspects], planted: dict[int, str], sample_warehouse: Path
) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        flips = Selection("frame", ("negative_flip",))
        broke = {row["row"] for row in collect_rows(select(opened.pairs(), flips).select("row"))}
        suspects = set(likely_wrong(tuple(found.values()), opened.evalset.n_utterances).tolist())
        (part,) = count_clean_gold(opened.pairs(), sorted(suspects))
        (truth,) = count_clean_gold(opened.pairs(), sorted(planted))
    # Measured: 15 of the 15, and none that is right.
    assert len(broke & planted.keys()) == 15
    assert len(broke & suspects & planted.keys()) >= 14
    assert len(broke & suspects - planted.keys()) <= 1
    left, right = nfr(part.clean), nfr(truth.clean)
    assert left is not None
    assert right is not None
    assert abs(left - right) < 0.001
