"""All slots by locale: slot accuracy before and after, its change with interval and test; a locale a row."""

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from analysis.certainty import intervals_of
from analysis.metrics import accuracy_baseline, accuracy_candidate, accuracy_change
from analysis.slot_locales import LocaleSlots
from dashboard import wording
from dashboard.components.slot_table import adjusted_p
from dashboard.components.slot_values import slot_view
from dashboard.state import FlipFilter, View

_HEADS: Final = (
    ("locale", ""),
    ("gold slots", ""),
    ("before, %", "Slot accuracy of the baseline: gold slots found with the right value."),
    ("after, %", "Slot accuracy of the candidate."),
    ("change", "After minus before, in percentage points."),
    ("95 %", "Tango's interval of the change."),
    ("adj. p", "Could the change be chance? McNemar's mid-p, adjusted for the number of locales."),
    ("broke", "Gold slots right before, wrong now."),
    ("fixed", "Gold slots wrong before, right now."),
)


def show_slot_locales(rows: Sequence[LocaleSlots], view: View) -> None:
    """Show the table; each locale leads to the utterances whose slots broke there."""
    with st.container(border=True, gap="small"):
        st.html(
            '<h2>All slots by locale</h2><div class="note muted">Slot accuracy before and after, what lost most first. '
            "A locale leads to the utterances whose slots broke there.</div>"
        )
        st.html(locale_table_html(rows, view))


def locale_table_html(rows: Sequence[LocaleSlots], view: View) -> str:
    """Return the table; sums of weights have neither interval nor test."""
    heads = "".join(f'<th scope="col" title="{escape(about)}">{head}</th>' for head, about in _HEADS)
    body = "".join(_row(row, view) for row in rows)
    return (
        '<div class="slot-table" tabindex="0" role="region" aria-label="All slots by locale"><table class="tabular">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: LocaleSlots, view: View) -> str:
    counts, weighted = row.slice.counts, row.slice.weight is not None
    change = wording.points(accuracy_change(counts))
    tone = {"worse": "broke", "better": "fixed"}.get(row.verdict, "")
    interval = "" if weighted else wording.limits_of_change(intervals_of(counts).get("accuracy_change"))
    cells = (
        wording.count(counts.n),
        *(wording.percent(rate(counts)).removesuffix(" %") for rate in (accuracy_baseline, accuracy_candidate)),
        f'<b class="{tone}">{change}</b>',
        f'<span class="muted">{interval}</span>',
        adjusted_p(row.slice, row.certainty),
        f'<b class="broke">{wording.count(counts.n_negative_flips)}</b>',
        f'<b class="fixed">{wording.count(counts.n_positive_flips)}</b>',
    )
    flips = FlipFilter(("negative_flip",), (("locale", (row.locale,)),))
    query = urlencode(slot_view(view).parameters() | flips.parameters(), doseq=True)
    name = f'<a href="flips?{escape(query)}" target="_self"><bdi>{escape(row.locale)}</bdi></a>'
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
