"""Head, torso and tail in numbers: what each is of the traffic, what broke in it, how surely."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from analysis.bands import FREQUENCY_BAND, HEAD_PERCENT, TORSO_PERCENT, Band
from analysis.derived import is_derived
from analysis.traffic import TrafficCounts
from analysis.traffic_rates import Estimate, estimate
from dashboard import cache, wording
from dashboard.components.count_link import count_link
from dashboard.components.session import Chosen
from dashboard.components.theme import current_palette
from dashboard.components.traffic_words import interval_words
from dashboard.figures.bands import describe_bands, draw_bands, share_of_traffic
from dashboard.figures.palette import PLOT_CONFIG
from dashboard.state import FlipFilter, View

_HEAD: Final = (
    '<thead><tr><th rowspan="2" scope="col"><span class="spoken">band</span></th>'
    '<th rowspan="2" scope="col">utterances</th><th rowspan="2" scope="col">of all<br>requests</th>'
    '<th colspan="3" scope="colgroup">broke, each utterance once</th>'
    '<th colspan="2" scope="colgroup">broke, by traffic</th>'
    '<th rowspan="2" scope="col">change,<br>each once</th></tr><tr><th scope="col">count</th>'
    '<th scope="col">rate</th><th scope="col">95 %</th><th scope="col">rate</th><th scope="col">95 %</th></tr></thead>'
)


def show_bands(chosen: Chosen, bands: Mapping[Band, TrafficCounts]) -> None:
    """Show the bars and, beside them, the table."""
    with st.container(border=True, key="bands", gap="small"):
        st.html(
            '<h2>Where it broke: head, torso or tail</h2><div class="note muted">Within each locale, from the most '
            f"frequent utterance down: the head is the first {HEAD_PERCENT} % of the requests, the torso what follows "
            f"up to {TORSO_PERCENT} %, the tail the rest; equal frequencies stay together.</div>"
        )
        left, right = st.columns([1, 1.35], vertical_alignment="center")
        with left:
            st.plotly_chart(
                draw_bands(bands, current_palette()),
                key="bands_figure",
                theme=None,
                config=PLOT_CONFIG,
                alt=describe_bands(bands),
            )
        with right:
            # The list goes by a set's own column of that name, which need not be these bands.
            can_list = is_derived(FREQUENCY_BAND, cache.column_types(chosen.comparison))
            st.html(table_html(bands, chosen.view if can_list else None))


def table_html(bands: Mapping[Band, TrafficCounts], view: View | None) -> str:
    """Return the table, a band a row; with a view, the count of what broke leads to its list."""
    rows = "".join(_row(band, bands, view) for band in bands)
    return f'<div class="band-table"><table class="tabular">{_HEAD}<tbody>{rows}</tbody></table></div>'


def _row(band: Band, bands: Mapping[Band, TrafficCounts], view: View | None) -> str:
    counts = bands[band]
    unique, traffic = estimate(counts.unweighted()), estimate(counts)
    n_broke, flips = counts.negative_flips.n, FlipFilter(where=((FREQUENCY_BAND, (band,)),))
    cells = (
        wording.count(counts.whole.n),
        wording.percent(share_of_traffic(band, bands)),
        wording.count(n_broke) if view is None else count_link(n_broke, view, flips),
        *_rate(unique["nfr"]),
        *_rate(traffic["nfr"]),
        wording.points(unique["accuracy_change"].value, 1),
    )
    return f'<tr><th scope="row">{band}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _rate(rate: Estimate) -> tuple[str, str]:
    limits = interval_words(rate, too_few="too few")
    return f'<b class="broke">{wording.percent(rate.value)}</b>', f'<span class="muted">{limits}</span>'
