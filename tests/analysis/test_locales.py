import pytest

from analysis.counts import NO_UNITS, FlipCounts
from analysis.frames import Row
from analysis.locales import compare_locales
from loaders.schema import OUTCOMES, UTTERANCE_UNITS, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, pair_row, random_rows, slot_rows

ROWS = random_rows(300)


def count(rows: list[Row], unit: Unit, weight: str | None = None) -> FlipCounts:
    """Counts by a plain loop."""
    weights = [(outcome_of(row, unit), row[weight] if weight else 1) for row in rows]
    parts = (sum(w for name, w in weights if name == outcome) for outcome in OUTCOMES)
    return FlipCounts(sum(w for _, w in weights), *parts)


@pytest.mark.parametrize("weight", [None, "frequency"])
@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_cells_and_totals_equal_a_plain_loop(frame_on: FrameOn, unit: Unit, weight: str | None) -> None:
    found = compare_locales(frame_on(ROWS), ["fr-FR", "de-DE"], unit, weight)
    assert (found.locales, found.domains) == (("fr-FR", "de-DE"), ("alarm", "music", None))
    for locale in found.locales:
        there = [row for row in ROWS if row["locale"] == locale]
        assert found.totals[locale] == count(there, unit, weight)
        for domain in found.domains:
            cell = [row for row in there if row["domain"] == domain]
            assert found.cells[domain, locale] == count(cell, unit, weight)


def test_slots_are_compared_on_the_slot_pair_frame(frame_on: FrameOn) -> None:
    rows = slot_rows(ROWS)
    found = compare_locales(frame_on(rows), ["fr-FR", "de-DE"], "slot")
    assert found.totals["de-DE"] == count([row for row in rows if row["locale"] == "de-DE"], "slot")


def test_every_domain_has_a_cell_for_every_locale(frame_on: FrameOn) -> None:
    rows = [
        pair_row(0, ("play", []), ("play", []), None, locale="en-US", domain="music"),
        pair_row(1, ("wake", []), None, None, locale="de-DE", domain="alarm"),
    ]
    found = compare_locales(frame_on(rows), ["en-US", "de-DE", "fr-FR"])
    assert set(found.cells) == {(d, at) for d in ("alarm", "music") for at in ("en-US", "de-DE", "fr-FR")}
    assert found.cells["alarm", "en-US"] == found.totals["fr-FR"] == NO_UNITS


def test_no_rows_leave_empty_totals(frame_on: FrameOn) -> None:
    found = compare_locales(frame_on([], like=ROWS), ["en-US", "de-DE"])
    assert (found.domains, found.totals) == ((), {"en-US": NO_UNITS, "de-DE": NO_UNITS})


@pytest.mark.parametrize("locales", [[], ["a"], ["a", "a"], list("abcdefg")])
def test_two_to_six_different_locales(frame_on: FrameOn, locales: list[str]) -> None:
    with pytest.raises(ValueError, match=r"choose 2 to 6 locales|named twice"):
        compare_locales(frame_on(ROWS), locales)
