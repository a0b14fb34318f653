"""The bars by their data: what is drawn is what the analysis counts."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import pytest

from analysis.counts import NO_UNITS, FlipCounts
from analysis.locales import LocaleComparison
from analysis.metrics import nfr, pfr
from dashboard.figures.domain_bars import DomainCell, describe, draw_domain_bars, read_click, sort_domains
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
DOMAINS = sort_domains(COMPARED)


def bars(figure: go.Figure, name: str) -> Any:
    (found,) = (trace for trace in figure.data if trace.name == name)
    return found


def test_domains_stand_by_how_much_more_the_first_locale_broke() -> None:
    assert DOMAINS == (EVIL, "alarm", None)


@pytest.mark.parametrize("locale", COMPARED.locales)
def test_values_equal_the_metrics(locale: str) -> None:
    figure = draw_domain_bars(COMPARED, DOMAINS, LIGHT)
    for name, metric, sign in (("broke", nfr, -1), ("fixed", pfr, 1)):
        drawn = bars(figure, f"{locale} {name}")
        rates = [metric(CELLS[domain, locale]) for domain in DOMAINS]
        assert list(drawn.x) == [None if rate is None else sign * 100 * rate for rate in rates]
        written = bars(figure, f"{locale} {name} (values)")
        assert [text.strip() for text in written.text] == [
            "" if rate is None else f"{100 * rate:.1f}" for rate in rates
        ]


def test_a_cell_without_utterances_is_blank_and_cannot_be_clicked() -> None:
    figure = draw_domain_bars(COMPARED, DOMAINS, LIGHT)
    assert bars(figure, "en broke").x[2] is None
    assert bars(figure, "en broke (target)").x[2] is None


def test_all_locales_share_one_scale_that_holds_every_bar() -> None:
    figure = draw_domain_bars(COMPARED, DOMAINS, LIGHT)
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    low, high = figure.layout.xaxis.range
    assert low == -high
    assert high > 40


def test_names_are_escaped_and_sizes_given() -> None:
    label, alarm, nothing = draw_domain_bars(COMPARED, DOMAINS, LIGHT).layout.yaxis.ticktext
    assert "<a" not in label
    assert "&lt;a href" in label
    assert "20–30" in label
    assert ">10<" in alarm
    assert nothing.startswith("\u2068(no domain)\u2069")
    hovers = [entry[3] for trace in draw_domain_bars(COMPARED, DOMAINS, LIGHT).data for entry in trace.customdata or []]
    assert not any("<a" in hover for hover in hovers)
    assert any("40.0 % broke: 8 of 20 utterances" in hover for hover in hovers)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_broke_and_fixed_have_the_colours_of_the_theme(colours: Palette) -> None:
    figure = draw_domain_bars(COMPARED, DOMAINS, colours)
    assert bars(figure, "de broke").marker.color == colours.broke_area
    assert bars(figure, "de fixed (values)").textfont.color == colours.fixed


def test_a_click_is_read_from_what_a_bar_carries() -> None:
    clicked = bars(draw_domain_bars(COMPARED, DOMAINS, LIGHT), "en fixed (target)").customdata[0]
    assert read_click(list(clicked), COMPARED) == DomainCell("en", EVIL, "positive_flip")


@pytest.mark.parametrize(
    "customdata", [None, [], ["en"], ["fr", "alarm", "negative_flip"], ["en", "alarm", "both_correct"], "en", 7]
)
def test_any_other_click_is_none(customdata: object) -> None:
    assert read_click(customdata, COMPARED) is None


def test_the_description_says_what_and_where() -> None:
    said = describe(COMPARED, DOMAINS)
    assert said.startswith("Bars of the share that broke and that was fixed in 3 domains, for de and en.")
    assert "40.0 % broke in de and 0.0 % in en" in said


def test_nothing_to_draw_is_drawn_empty() -> None:
    empty = LocaleComparison("frame", ("de", "en"), (), {"de": NO_UNITS, "en": NO_UNITS}, {})
    assert all(not trace.x for trace in draw_domain_bars(empty, (), LIGHT).data)
