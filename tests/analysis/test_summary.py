import pytest
import scipy.stats

from analysis.counts import NO_UNITS, FlipCounts
from analysis.frames import Row
from analysis.summary import Summary, better_locales, headline, summarise, worse_locales
from loaders.schema import OUTCOMES, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows, slot_rows

ROWS = random_rows(200)


def net(broke: int, fixed: int, n: int = 100) -> FlipCounts:
    return FlipCounts(n, n - broke - fixed, broke, fixed, 0, 0)


def said(locales: dict[str, FlipCounts], unit: Unit = "frame", weight: str | None = None) -> tuple[str, str]:
    found = headline(Summary({unit: sum(locales.values(), NO_UNITS)}, {unit: locales}, weight), unit, "v2")
    return found.title, found.detail


def count(rows: list[Row], unit: Unit) -> FlipCounts:
    outcomes = [outcome_of(row, unit) for row in rows]
    return FlipCounts(len(rows), *(outcomes.count(name) for name in OUTCOMES))


def test_better_on_average_but_worse_in_one_locale() -> None:
    locales = {
        "de-DE": FlipCounts(2974, 1239, 248, 208, 639, 640),
        "others": FlipCounts(20818, 9070, 1069, 1814, 4324, 4541),
    }
    assert said(locales) == (
        "Better on average, perhaps worse in de-DE.",
        "v2 gains +2.96 pp frame accuracy (95 % CI 2.49 to 3.44) on 23,792 utterances (1,317 broke, 2,022 fixed); "
        "in de-DE 248 broke and 208 were fixed, which could be chance (adjusted p = 0.061).",
    )


@pytest.mark.parametrize(
    ("locales", "title"),
    [
        ({"a": net(1, 2)}, "Better on average."),
        ({"a": net(1, 2), "b": net(1, 1)}, "Better on average."),
        ({"a": net(1, 2), "b": net(0, 1)}, "Better in every locale."),
        ({"a": net(1, 9), "b": net(2, 1), "c": net(4, 2)}, "Better on average, perhaps worse in c and b."),
        ({"a": net(0, 9), **dict.fromkeys("bcd", net(2, 1))}, "Better on average, perhaps worse in b, c and d."),
        (
            {"a": net(0, 9), **dict.fromkeys("bcde", net(2, 1))},
            "Better on average, perhaps worse in b and 3 more locales.",
        ),
        ({"a": net(2, 1)}, "Worse on average."),
        ({"a": net(2, 1), "b": net(3, 1)}, "Worse in every locale."),
        ({"a": net(9, 1), "b": net(1, 2)}, "Worse on average, perhaps better in b."),
        ({"a": net(1, 40), "b": net(20, 1), "c": net(4, 2)}, "Better on average, worse in b."),
        ({"a": net(1, 1), "b": net(2, 2)}, "Even on average."),
        ({"a": net(2, 1), "b": net(1, 2)}, "Even on average, perhaps worse in a."),
        ({"a": net(0, 0)}, "No utterance changed its outcome."),
        ({"a": NO_UNITS}, "Nothing to compare."),
        ({}, "Nothing to compare."),
    ],
)
def test_titles(locales: dict[str, FlipCounts], title: str) -> None:
    assert said(locales)[0] == title


def test_details_name_the_unit_the_weight_and_the_direction() -> None:
    few = "v2 loses 2.00 pp frame accuracy (95 % CI −7.60 to +2.81) on 100 utterances (3 broke, 1 fixed)."
    assert said({"a": net(3, 1)})[1] == few
    many = "v2 loses 10.00 pp frame accuracy (95 % CI 5.52 to 17.44) on 100 utterances (10 broke, 0 fixed)."
    assert said({"a": net(10, 0)})[1] == many
    same = "v2 keeps the frame accuracy (95 % CI −4.56 to +4.56) on 100 utterances (1 broke, 1 fixed)."
    assert said({"a": net(1, 1)})[1] == same
    assert said({"a": net(0, 0)}, "slot") == (
        "No gold slot changed its outcome.",
        "v2 has the same slot accuracy on 100 gold slots.",
    )
    assert (
        "intent accuracy on 100 requests (utterances weighted by frequency)"
        in said({"a": net(0, 1)}, "intent", "frequency")[1]
    )
    assert said({})[1] == "There are no utterances to compare."


def test_the_locale_named_is_adjusted_for_all_that_could_have_been() -> None:
    alone = said({"a": net(0, 9), "b": net(8, 1)})[1]
    assert alone.endswith("in b 8 broke and 1 were fixed, which is hardly chance (adjusted p = 0.021).")
    p_b, p_a = (scipy.stats.binomtest(k, 9).pvalue - scipy.stats.binom.pmf(k, 9, 0.5) for k in (1, 0))
    assert p_b == pytest.approx(0.0214843, abs=1e-6)
    assert p_a < p_b  # So b's q is its own p, the larger of two.
    among = said({"a": net(0, 9), "b": net(8, 1), "c": net(3, 5), "d": net(4, 4)})[1]
    assert f"adjusted p = {p_b * 4 / 2:.3f}" in among
    assert "too few to say more" in said({"a": net(0, 9), "b": net(2, 1)})[1]
    assert "chance" not in said({"a": net(0, 9), "b": net(8, 1)}, weight="frequency")[1]


def test_locales_rank_by_their_change_of_accuracy() -> None:
    locales = {"a": net(2, 1, n=10), "b": net(5, 1), "c": net(1, 1), "d": net(0, 1)}
    summary = Summary({"frame": NO_UNITS}, {"frame": locales})
    assert worse_locales(summary, "frame") == ("a", "b")
    assert better_locales(summary, "frame") == ("d",)


def test_a_summary_equals_a_plain_loop(frame_on: FrameOn) -> None:
    found = summarise(frame_on(ROWS))
    for unit in found.overall:
        assert found.overall[unit] == count(ROWS, unit)
        for locale, counts in found.by_locale[unit].items():
            assert counts == count([row for row in ROWS if row["locale"] == locale], unit)
    slots = slot_rows(ROWS)
    assert summarise(frame_on(slots), ["slot"]).overall == {"slot": count(slots, "slot")}


def test_a_summary_of_nothing(frame_on: FrameOn) -> None:
    assert summarise(frame_on([], like=ROWS)).overall["frame"] == NO_UNITS
