"""How much more locale A broke than B in each domain: a point with its interval, and a triangle where it is no chance.

The first column of the figure of domains.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from analysis.frames import Value
from analysis.locale_difference import Difference, LocaleDifference
from analysis.tests_of_change import p_in_words
from dashboard import wording
from dashboard.figures.labels import isolated, plain
from dashboard.figures.palette import Palette

TEXT_SHARE: Final = 0.34
"""Share of the column that the written values take."""

_BLANK: Final = "rgba(0,0,0,0)"


def order_domains(tested: LocaleDifference, domains: Sequence[str | None]) -> tuple[str | None, ...]:
    """Return the domains by how much more A broke than B; those that cannot be compared last, by name.

    What the two do not share is not among the slices, and stands with the latter.
    """
    found = [value for value, _ in tested.slices]
    compared = [domain for value in found for domain in domains if domain == value]
    return (*compared, *(domain for domain in domains if domain not in compared))


def limits_of_column(tested: LocaleDifference) -> tuple[float, float]:
    """Return the ends of the column's axis, in percentage points, with room for the values to the right."""
    intervals = [one.interval for _, one in tested.slices if one.interval is not None]
    low = 100 * min((interval.low for interval in intervals), default=0.0)
    high = 100 * max((interval.high for interval in intervals), default=0.0)
    low, high = min(low, -1.0) * 1.05, max(high, 1.0) * 1.05
    return low, low + (high - low) / (1 - TEXT_SHARE)


def difference_traces(
    tested: LocaleDifference, domains: Sequence[str | None], colours: Palette
) -> tuple[go.Scatter, go.Scatter, go.Bar]:
    """Return points with intervals, written values, and an invisible bar over each row that tells all of it."""
    slices: Mapping[Value, Difference] = dict(tested.slices)
    found = [slices.get(domain) for domain in domains]
    low, high = limits_of_column(tested)
    rows = list(range(len(domains)))
    values = [None if one is None or one.difference is None else 100 * one.difference for one in found]
    inks = [_ink(one, colours) for one in found]
    points = go.Scatter(
        x=values,
        y=rows,
        mode="markers",
        marker={
            "symbol": [_symbol(one) for one in found],
            "size": [11 if one is not None and one.significant else 7 for one in found],
            "color": inks,
            "line": {"color": inks, "width": 1.4},
        },
        error_x=_whiskers(found, colours),
        name="difference",
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    )
    written = go.Scatter(
        x=[high] * len(rows),
        y=rows,
        mode="text",
        text=[wording.UNDEFINED if value is None else _signed(value) for value in values],
        textposition="middle left",
        textfont={"size": 12, "color": inks},
        name="difference (values)",
        hoverinfo="skip",
        unselected={"textfont": {"color": colours.text}},
    )
    target = go.Bar(
        x=[high - low] * len(rows),
        base=low,
        y=rows,
        orientation="h",
        width=1,
        marker={"color": _BLANK, "line": {"width": 0}},
        customdata=[
            [tested.a, domain, "negative_flip", hover(tested, domain, slices.get(domain))] for domain in domains
        ],
        hovertemplate="%{customdata[3]}<extra></extra>",
        name="difference (target)",
    )
    return points, written, target


def hover(tested: LocaleDifference, domain: str | None, one: Difference | None) -> str:
    """Return all that is known of a domain's difference, for Plotly's kind of HTML."""
    name = f"<b>{isolated('(no domain)' if domain is None else domain)}</b>"
    a, b = plain(tested.a), plain(tested.b)
    if one is None or one.difference is None:
        return f"{name}<br>{a} and {b} cannot be compared here: nothing in one of them"
    if one.n_only_a is not None and one.n_only_b is not None:
        counted = f"of the same {one.n_a:,} requests {one.n_only_a:,} broke in {a} alone, {one.n_only_b:,} in {b} alone"
    else:
        counted = f"{one.n_broke_a:,} of {one.n_a:,} broke in {a}, {one.n_broke_b:,} of {one.n_b:,} in {b}"
    change = wording.points(one.difference, 1)
    sure = f"95 % CI {wording.limits_of_change(one.interval, 1)}"
    return f"{name}<br>{a} − {b}: {change} ({sure})<br>{counted}<br>{_verdict(one)}"


def _verdict(one: Difference) -> str:
    if one.q_value is None:
        return "too few broke to tell whether it is chance"
    told = "hardly chance" if one.significant else "could be chance"
    q = plain(p_in_words(one.q_value, "q"))
    return f"{told}: {q}, adjusted for the number of domains"


def _symbol(one: Difference | None) -> str:
    if one is None or not one.significant:
        return "circle-open"
    return "triangle-down" if (one.difference or 0.0) > 0 else "triangle-up"


def _ink(one: Difference | None, colours: Palette) -> str:
    if one is None or not one.significant:
        return colours.muted
    return colours.broke if (one.difference or 0.0) > 0 else colours.text


def _signed(value: float) -> str:
    return wording.points(value / 100, 1).removesuffix(" pp")


def _whiskers(found: Sequence[Difference | None], colours: Palette) -> dict[str, object]:
    ends = [
        (0.0, 0.0)
        if one is None or one.interval is None or one.difference is None
        else (100 * (one.difference - one.interval.low), 100 * (one.interval.high - one.difference))
        for one in found
    ]
    return {
        "type": "data",
        "symmetric": False,
        "array": [above for _, above in ends],
        "arrayminus": [below for below, _ in ends],
        "color": colours.muted,
        "thickness": 1,
        "width": 2,
    }
