"""The report object: the same from frames as from a warehouse, each list by a plain loop, and each cap."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

import analysis.report
import sample_data
from analysis import Compared, Report, compare, make_report
from analysis.bootstrap import SEED
from analysis.breakdown import break_down_by
from analysis.frames import as_lazy, collect_rows
from analysis.outcomes import has_outcome
from analysis.report import report_on
from analysis.report_examples import MOST_EXAMPLES, most_asked
from analysis.summary import headline, summarise
from dashboard.commands.asked import Asked, Resampling
from dashboard.commands.compare_bootstrap import resample
from dashboard.report.source import source_of, trend_of
from loaders.comparison import Comparison, comparison
from loaders.warehouse import Warehouse
from tests.analysis.test_tables import read
from tests.loaders.tiny import ANSWERS, UTTERANCES, without


@pytest.fixture(scope="module")
def opened(sample_warehouse: Path) -> Iterator[Comparison]:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as found:
        yield found


@pytest.fixture(scope="module")
def report(opened: Comparison) -> Report:
    return report_on(source_of(opened))


def sample(engine: str) -> Compared:
    files = (sample_data.EVALSET, sample_data.PREDICTIONS["v1"], sample_data.PREDICTIONS["v2"])
    gold, v1, v2 = (read(engine, file) for file in files)
    return compare(gold, v1, v2)


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_frames_give_the_report_of_the_warehouse(engine: str, report: Report) -> None:
    found = make_report(sample(engine), "sample", "v1", "v2")
    assert plain(found) == plain(report)
    assert [ids(row) for row in found.examples] == [ids(row) for row in report.examples]
    assert [ids(row) for row in found.failures] == [ids(row) for row in report.failures]


def plain(report: Report) -> Report:
    """Leave out what names the place it is from: rows have columns of their engine, files have fingerprints."""
    baseline, candidate = (replace(run, evalset_fingerprint="") for run in (report.baseline, report.candidate))
    return replace(report, baseline=baseline, candidate=candidate, examples=(), failures=())


def ids(row: dict[str, Any]) -> tuple[str, str]:
    return row["locale"], row["utterance_id"]


def test_it_says_what_the_overview_says(opened: Comparison, report: Report) -> None:
    assert report.headline == headline(summarise(opened.pairs()), "frame", "v2")
    assert report.headline.title == "Better on average, worse in de-DE."
    assert report.traffic.startswith("By traffic it loses 8.27 pp")
    row = resample(opened, Asked(("slot",), resampling=Resampling(SEED)), Resampling(SEED))["slot", ()]
    assert report.semer.interval is not None
    assert (report.semer.interval.low, report.semer.interval.high) == (
        row["semer_change_low"],
        row["semer_change_high"],
    )


def test_slices_add_up_and_equal_their_own_breakdown(opened: Comparison, report: Report) -> None:
    for column, slices in (("locale", report.locales), ("domain", report.domains)):
        assert slices == break_down_by(opened.pairs(), "frame", [column])
    assert report.overall == break_down_by(opened.pairs(), ("frame", "intent", "slots"))
    assert report.whole.counts.n_negative_flips == report.causes.n == 119


def test_examples_are_the_most_asked_that_broke(opened: Comparison, report: Report) -> None:
    rows = collect_rows(as_lazy(opened.pairs()).sort("row"))
    broke = [row for row in rows if row["baseline_frame_correct"] and not row["candidate_frame_correct"]]
    wanted = sorted(broke, key=lambda row: (-row["frequency"], row["row"]))[:MOST_EXAMPLES]
    assert [ids(row) for row in report.examples] == [ids(row) for row in wanted]
    assert len(broke) > MOST_EXAMPLES


def test_without_traffic_examples_are_of_each_locale_in_turn(opened: Comparison) -> None:
    even = as_lazy(opened.pairs()).with_columns(frequency=nw.lit(1)).to_native()
    found = report_on(replace(source_of(opened), pairs=even))
    assert (found.must_pass, found.traffic) == (None, "")
    broke = Counter(
        row["locale"] for row in collect_rows(as_lazy(opened.pairs()).filter(has_outcome("frame", "negative_flip")))
    )
    locales = [row["locale"] for row in found.examples]
    assert len(locales) == MOST_EXAMPLES
    assert set(locales[:8]) == set(broke)
    assert locales[0] == max(broke, key=lambda locale: broke[locale]) == "de-DE"
    assert max(Counter(locales).values()) <= -(-MOST_EXAMPLES // 8)


def test_the_must_pass_list_is_of_the_most_frequent(opened: Comparison, report: Report) -> None:
    rows = collect_rows(as_lazy(opened.pairs()).sort("row"))
    listed = [
        row
        for locale in sorted({row["locale"] for row in rows})
        for row in sorted((r for r in rows if r["locale"] == locale), key=lambda r: (-r["frequency"], r["row"]))[:10]
    ]
    assert report.must_pass is not None
    outcomes = Counter((row["baseline_frame_correct"], row["candidate_frame_correct"]) for row in listed)
    assert report.must_pass.n_listed == len(listed) == 80
    assert (report.must_pass.n_broke, report.must_pass.n_still_wrong) == (outcomes[True, False], outcomes[False, False])
    assert len(report.failures) == report.must_pass.n_broke + report.must_pass.n_still_wrong


def test_lists_end_at_their_caps(opened: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOST_FAILURES", "MOST_SLICES"):
        monkeypatch.setattr(analysis.report, name, 1)
    monkeypatch.setattr(analysis.report, "most_asked", partial(most_asked, most=1))
    found = report_on(source_of(opened), "intent")
    assert found.found is not None
    assert (len(found.examples), len(found.failures), len(found.found.slices)) == (1, 1, 1)
    assert found.unit == "intent"


def test_little_is_enough_and_undefined_is_none() -> None:
    gold, run = (pl.DataFrame(list(without(rows, "domain", "text"))) for rows in (UTTERANCES, ANSWERS))
    found = make_report(compare(gold, run, run))
    assert found.headline.title == "No utterance changed its outcome."
    assert (found.must_pass, found.traffic, found.examples, found.causes.n) == (None, "", (), 0)
    assert [part.values for part in found.domains] == [{"domain": None}]
    nothing = make_report(compare(gold, run.head(0), run.head(0), missing="drop"))
    assert nothing.headline.title == "Nothing to compare."
    assert (nothing.whole.counts.n, nothing.semer.baseline, nothing.semer.interval) == (0, None, None)


def test_single_slots_are_no_unit_of_a_report(opened: Comparison) -> None:
    with pytest.raises(ValueError, match="frame, intent, slots"):
        report_on(source_of(opened), "slot")


def test_the_trend_is_that_of_the_chain(sample_warehouse: Path, opened: Comparison, report: Report) -> None:
    trend = trend_of(Warehouse(sample_warehouse), ("v1", "v2"), "frame")
    pair = trend.whole.counts.pair(0, 1)
    counts = report.whole.counts
    assert (pair.n, pair.n_negative_flips, pair.n_positive_flips) == (
        counts.n,
        counts.n_negative_flips,
        counts.n_positive_flips,
    )
    assert [part.values["locale"] for part in trend.locales] == [part.values["locale"] for part in report.locales]
