"""The bars by their data: what is drawn is what the analysis counts."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import pytest

from analysis.counts import NO_UNITS, FlipCounts
from analysis.intervals import Interval
from analysis.locale_difference import Difference, LocaleDifference
from analysis.locales import LocaleComparison
from analysis.metrics import nfr, pfr
from dashboard.figures.domain_bars import DomainCell, describe, draw_domain_bars, read_click
from dashboard.figures.domain_differences import hover, limits_of_column, order_domains
from dashboard.figures.palette import DARK, LIGHT, Palette

EVIL = "<a href='https://example.org'>x</a>"


def counts(n: int, broke: int, fixed: int) -> FlipCounts:
    return FlipCounts(n, n - broke - fixed, broke, fixed, 0, 0)


CELLS: Mapping[tuple[str | None, str], FlipCounts] = {
    ("alarm", "de"): counts(10, 1, 2),
    ("alarm", "en"): counts(10, 2, 0),
    (EVIL, "de"): counts(20, 8, 1),
    (EVIL, "en"): counts(30, 0, 3),
    (None, "de"): counts(4, 1, 0),
    (None, "en"): NO_UNITS,
}
COMPARED = LocaleComparison(
    "frame", ("de", "en"), ("alarm", EVIL, None), {"de": counts(34, 10, 3), "en": counts(40, 2, 3)}, CELLS
)
WHOLE = Difference(30, 30, 9, 2, 8, 1, 7 / 30, Interval(0.05, 0.4), 0.04)
TESTED = LocaleDifference(
    "de",
    "en",
    "frame",
    True,
    30,
    WHOLE,
    (
        (EVIL, Difference(20, 20, 8, 0, 8, 0, 0.4, Interval(0.2, 0.6), 0.004, 0.008)),
        ("alarm", Difference(10, 10, 1, 2, 0, 1, -0.1, Interval(-0.4, 0.2), 1.0, None)),
    ),
)
DOMAINS = order_domains(TESTED, COMPARED.domains)


def draw(colours: Palette = LIGHT) -> go.Figure:
    return draw_domain_bars(COMPARED, TESTED, DOMAINS, colours)


def bars(figure: go.Figure, name: str) -> Any:
    (found,) = (trace for trace in figure.data if trace.name == name)
    return found


def test_domains_stand_by_how_much_more_a_broke_and_those_without_a_difference_last() -> None:
    assert DOMAINS == (EVIL, "alarm", None)


def test_a_difference_that_is_hardly_chance_has_a_triangle() -> None:
    points = bars(draw(), "difference")
    assert list(points.x) == [40.0, -10.0, None]
    assert list(points.marker.symbol) == ["triangle-down", "circle-open", "circle-open"]
    assert list(points.error_x.array) == pytest.approx([20, 30, 0])
    assert list(points.error_x.arrayminus) == pytest.approx([20, 30, 0])
    assert list(bars(draw(), "difference (values)").text) == ["+40.0", "−10.0", "–"]


def test_where_b_broke_more_the_triangle_points_up() -> None:
    worse = Difference(20, 20, 0, 8, 0, 8, -0.4, Interval(-0.6, -0.2), 0.004, 0.008)
    turned = LocaleDifference("de", "en", "frame", True, 30, WHOLE, (("alarm", worse),))
    assert bars(draw_domain_bars(COMPARED, turned, ["alarm"], LIGHT), "difference").marker.symbol[0] == "triangle-up"


def test_the_axis_of_differences_holds_every_interval_and_zero() -> None:
    low, high = limits_of_column(TESTED)
    assert low < -40
    assert high > 60
    nothing = LocaleDifference("de", "en", "frame", True, 30, WHOLE, ())
    low, high = limits_of_column(nothing)
    assert low < 0 < high


def test_the_tooltip_says_of_what_and_how_sure() -> None:
    of_evil, of_alarm, of_none = (hover(TESTED, domain, dict(TESTED.slices).get(domain)) for domain in DOMAINS)
    assert "de − en: +40.0 pp (95 % CI +20.0 to +60.0)" in of_evil
    assert "of the same 20 requests 8 broke in de alone, 0 in en alone" in of_evil
    assert "hardly chance: q = 0.008" in of_evil
    assert "<a" not in of_evil
    assert "too few broke to tell" in of_alarm
    assert "cannot be compared" in of_none
    apart = hover(TESTED, "x", Difference(20, 10, 8, 0, None, None, 0.4, Interval(0.2, 0.6), 0.1, 0.1))
    assert "8 of 20 broke in de, 0 of 10 in en" in apart
    assert "could be chance: q = 0.100" in apart


@pytest.mark.parametrize("locale", COMPARED.locales)
def test_values_equal_the_metrics(locale: str) -> None:
    figure = draw()
    for name, metric, sign in (("broke", nfr, -1), ("fixed", pfr, 1)):
        drawn = bars(figure, f"{locale} {name}")
        rates = [metric(CELLS[domain, locale]) for domain in DOMAINS]
        assert list(drawn.x) == [None if rate is None else sign * 100 * rate for rate in rates]
        written = bars(figure, f"{locale} {name} (values)")
        assert [text.strip() for text in written.text] == [
            "" if rate is None else f"{100 * rate:.1f}" for rate in rates
        ]


def test_a_cell_without_utterances_is_blank_and_cannot_be_clicked() -> None:
    figure = draw()
    assert bars(figure, "en broke").x[2] is None
    assert bars(figure, "en broke (target)").x[2] is None


def test_all_locales_share_one_scale_that_holds_every_bar() -> None:
    figure = draw()
    assert figure.layout.xaxis2.range == figure.layout.xaxis3.range
    low, high = figure.layout.xaxis2.range
    assert low == -high
    assert high > 40


def test_names_are_escaped_and_sizes_given() -> None:
    label, alarm, nothing = draw().layout.yaxis.ticktext
    assert "<a" not in label
    assert "&lt;a href" in label
    assert "20–30" in label
    assert ">10<" in alarm
    assert nothing.startswith("\u2068(no domain)\u2069")
    hovers = [entry[3] for trace in draw().data for entry in trace.customdata or []]
    assert not any("<a" in hover for hover in hovers)
    assert any("40.0 % broke: 8 of 20 utterances" in hover for hover in hovers)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_broke_and_fixed_have_the_colours_of_the_theme(colours: Palette) -> None:
    figure = draw(colours)
    assert bars(figure, "de broke").marker.color == colours.broke_area
    assert bars(figure, "de fixed (values)").textfont.color == colours.fixed


def test_a_click_is_read_from_what_a_bar_carries() -> None:
    clicked = bars(draw(), "en fixed (target)").customdata[0]
    assert read_click(list(clicked), COMPARED) == DomainCell("en", EVIL, "positive_flip")


@pytest.mark.parametrize(
    "customdata", [None, [], ["en"], ["fr", "alarm", "negative_flip"], ["en", "alarm", "both_correct"], "en", 7]
)
def test_any_other_click_is_none(customdata: object) -> None:
    assert read_click(customdata, COMPARED) is None


def test_the_description_says_what_and_where() -> None:
    said = describe(COMPARED, TESTED, DOMAINS)
    assert said.startswith("Bars of the share that broke and that was fixed in 3 domains, for de and en.")
    assert "40.0 % broke in de and 0.0 % in en" in said


def test_nothing_to_draw_is_drawn_empty() -> None:
    empty = LocaleComparison("frame", ("de", "en"), (), {"de": NO_UNITS, "en": NO_UNITS}, {})
    nothing = LocaleDifference("de", "en", "frame", False, 0, WHOLE, ())
    assert all(not trace.x for trace in draw_domain_bars(empty, nothing, (), LIGHT).data)
