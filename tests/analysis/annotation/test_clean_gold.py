"""NFR over clean gold: against a plain loop on every engine, its identities, and the test of scipy."""

import random
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.annotation.clean_gold import CleanSlice, as_row, count_clean_gold
from analysis.counts import NO_UNITS, FlipCounts
from analysis.frames import Row, UnknownColumn
from analysis.intervals import wilson
from analysis.parts import Parts
from loaders.schema import OUTCOMES, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows

ROWS = random_rows(600)
SUSPECTS = sorted(random.Random(5).sample(range(600), 90))
BY = [(), ("locale",), ("domain",), ("locale", "device")]


def counted(rows: Sequence[Row], unit: Unit) -> FlipCounts:
    found = [outcome_of(row, unit) for row in rows]
    return FlipCounts(len(rows), *(found.count(outcome) for outcome in OUTCOMES))


@pytest.mark.parametrize("unit", ["frame", "intent", "slots"])
@pytest.mark.parametrize("by", BY, ids="+".join)
def test_counts_equal_a_plain_loop(frame_on: FrameOn, unit: Unit, by: tuple[str, ...]) -> None:
    found = count_clean_gold(frame_on(ROWS), SUSPECTS, unit, by)
    keys = {tuple(row[column] for column in by) for row in ROWS}
    assert {tuple(part.values.values()) for part in found} == keys
    for part in found:
        within = [row for row in ROWS if all(row[column] == value for column, value in part.values.items())]
        assert part.whole == counted(within, unit)
        assert part.suspect == counted([row for row in within if row["row"] in SUSPECTS], unit)
        assert part.clean == counted([row for row in within if row["row"] not in SUSPECTS], unit)


def test_parts_give_what_the_whole_gives() -> None:
    frame = pl.DataFrame(ROWS)
    whole = count_clean_gold(frame, SUSPECTS, "frame", ["locale"])
    cut = Parts((frame[:100], frame[100:]))
    assert count_clean_gold(cut, SUSPECTS, "frame", ["locale"]) == whole


def test_without_suspects_everything_is_clean(frame_on: FrameOn) -> None:
    # A row that the frame lacks, as a pair that was left out, is a suspect of nothing.
    for suspects in ([], [9999]):
        for part in count_clean_gold(frame_on(ROWS), suspects, "frame", ["locale"]):
            row = as_row(part)
            assert part.suspect == NO_UNITS
            assert part.clean == part.whole
            for name in ("nfr", "pfr", "accuracy_change"):
                for limit in ("", "_low", "_high"):
                    assert row[f"{name}_clean{limit}"] == row[f"{name}{limit}"] is not None


def test_a_frame_without_rows_has_rates_of_nothing(frame_on: FrameOn) -> None:
    (part,) = count_clean_gold(frame_on([], ROWS), [1], "frame")
    row = as_row(part)
    assert row["n"] == row["n_suspect"] == 0
    assert {row[name] for name in ("nfr", "nfr_clean", "pfr_clean", "share_suspect", "lift", "p_value")} == {None}


def test_a_frame_without_row_numbers_is_refused() -> None:
    with pytest.raises(UnknownColumn, match="unknown column 'row'"):
        count_clean_gold(pl.DataFrame(ROWS).drop("row"), SUSPECTS)


counts = st.builds(
    lambda *parts: FlipCounts(sum(parts), *parts),
    *(st.integers(0, 60) for _ in OUTCOMES),
)


@given(clean=counts, suspect=counts)
def test_clean_and_suspect_add_up(clean: FlipCounts, suspect: FlipCounts) -> None:
    part = CleanSlice("frame", {}, clean + suspect, suspect)
    assert part.clean == clean
    row = as_row(part)
    n, n_clean = row["n"], row["n"] - row["n_suspect"]
    if n_clean:
        assert row["nfr_clean"] * n_clean == pytest.approx(row["n_negative_flips"] - row["n_negative_flips_suspect"])
        assert row["accuracy_change_clean"] == pytest.approx(row["pfr_clean"] - row["nfr_clean"])
        interval = wilson(clean.n_negative_flips, n_clean)
        assert interval is not None
        assert (row["nfr_clean_low"], row["nfr_clean_high"]) == (interval.low, interval.high)
        # All is the mean of both kinds, weighted by how many there are.
        mean = n_clean * row["nfr_clean"] + suspect.n_negative_flips
        assert row["nfr"] * n == pytest.approx(mean)
    else:
        assert row["nfr_clean"] is row["accuracy_change_clean"] is None


@given(clean=counts, suspect=counts)
def test_the_p_is_fishers(clean: FlipCounts, suspect: FlipCounts) -> None:
    part = CleanSlice("frame", {}, clean + suspect, suspect)
    broke, stayed = part.whole.n_negative_flips, part.whole.n_both_correct
    table: list[list[int]] = [
        [suspect.n_negative_flips, broke - suspect.n_negative_flips],
        [suspect.n_both_correct, stayed - suspect.n_both_correct],
    ]
    if not broke:
        assert [part.p_value, part.least_p_value, part.share, part.lift] == [None] * 4
        return
    expected = stats.fisher_exact(table, alternative="greater").pvalue
    assert part.p_value == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert part.p_value is not None
    assert part.least_p_value is not None
    assert part.least_p_value <= part.p_value * (1 + 1e-9)
    if part.lift is not None:
        usual = suspect.n_baseline_correct / (broke + stayed)
        assert part.lift * usual == pytest.approx(suspect.n_negative_flips / broke)
