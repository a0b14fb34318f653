"""A guideline break leads to its golds: as many as it says, on the planted drift of the sample data."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.annotation.audit import FURTHER_COLUMNS
from analysis.annotation.break_looks import looks_at
from analysis.annotation.comparable import comparable_intents
from analysis.annotation.expected_intents import expected_intents
from analysis.annotation.golds import read_golds
from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.guideline_breaks import find_guideline_breaks, suspects_of_breaks
from analysis.annotation.learned_intents import learn_intents
from analysis.annotation.ranking import rank
from analysis.annotation.suspect_counts import breaks_found
from analysis.annotation.suspect_list import keep_utterances, list_suspects
from analysis.annotation.suspect_table import SuspectTable, tabulate
from dashboard.components.suspect_address import read_suspect_address
from dashboard.components.suspect_breaks import golds_of
from loaders.audit import audit
from loaders.normalise import normalise
from loaders.warehouse import Warehouse


@pytest.fixture(scope="module")
def sample_table(sample_warehouse: Path) -> SuspectTable:
    with audit(Warehouse(sample_warehouse), "sample") as opened:
        golds = read_golds(opened.utterances(), normalise, FURTHER_COLUMNS)
        expected = expected_intents(golds, learn_intents(golds))
        breaks = find_guideline_breaks(golds, looks_at(golds, comparable_intents(golds, expected)))
        return tabulate(opened.utterances(), rank([suspects_of_breaks(golds, breaks)], len(golds)))


def test_a_break_lists_as_many_golds_as_it_says(sample_table: SuspectTable) -> None:
    (found,) = breaks_found(sample_table)
    assert (found.told.name, found.told.expected, found.told.given) == ("a05", "forecast.rain", "forecast.outlook")
    address = golds_of(found.told)
    kept = keep_utterances(sample_table, address.asked)
    assert len(list_suspects(sample_table, address.asked, kept)) == found.n_suspects == found.told.n_hits
    # Its link means the same to whoever gets it.
    link = {name: [value] if isinstance(value, str) else value for name, value in address.parameters().items()}
    read = read_suspect_address(link, sample_table)
    assert replace(read.asked, where=tuple(sorted(read.asked.where))) == address.asked


@pytest.mark.parametrize(
    ("kind", "last", "link"),
    [
        ("annotator", False, {"annotator": ["a1"], "since": "2026-01-01", "until": "2026-02-01"}),
        ("annotator", True, {"annotator": ["a1"], "since": "2026-01-01"}),
        ("days", False, {"since": "2026-01-01", "until": "2026-02-01"}),
        ("version", True, {"guideline_version": ["a1"]}),
    ],
)
def test_each_kind_of_break_is_a_filter_of_its_own(kind: str, last: bool, link: dict[str, object]) -> None:
    told = GuidelineBreak(kind, "a1", "x", "y", "2026-01-01", "2026-02-01", last, 5, 4, 9, 0, 0.01)  # type: ignore[arg-type]
    shared = {"intent": ["y"], "detector": ["guideline_break"], "show": "flagged"}
    assert golds_of(told).parameters() == shared | link


def test_the_golds_of_a_slot_have_any_intent() -> None:
    told = GuidelineBreak("annotator", "a1", "time", "", "2026-01-01", "2026-02-01", False, 5, 4, 9, 0, 0.01, "slot")
    link = {"annotator": ["a1"], "since": "2026-01-01", "until": "2026-02-01"}
    assert golds_of(told).parameters() == {"detector": ["guideline_break"], "show": "flagged"} | link
