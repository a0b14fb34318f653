"""The next label of an audit sample to judge, without what speaks against it: a person is to look at the text alone."""

import numpy as np
import streamlit as st

from analysis.annotation.ranking import Ranking
from analysis.annotation.voices import likelier_intents, voices_of
from dashboard import wording
from dashboard.components.gold_correction import show_gold_buttons, show_problem, show_undo
from dashboard.components.gold_said import my_last
from dashboard.components.session import Chosen
from dashboard.components.sign_in import may_write
from dashboard.components.suspect_results import golds_at
from dashboard.figures.gold import Gold
from dashboard.figures.lanes import gold_lane
from dashboard.figures.slot_marks import isolated
from dashboard.gold_audit import GoldAudit


def show_judging(chosen: Chosen, ranking: Ranking, found: GoldAudit) -> None:
    """Show the first drawn label that nobody judged, with the buttons; Undo brings back what one judged last."""
    with st.container(key="sample_judging", border=True, gap="small"):
        left = found.open
        last = my_last(chosen.comparison.evalset, ((one.locale, one.utterance_id) for one in found.sample.drawn))
        if not left:
            st.html('<p><b class="fixed">✓ All drawn labels are judged.</b> Draw more for a narrower interval.</p>')
            if may_write():
                show_undo(last)
            show_problem()
            return
        (gold,) = golds_at(chosen.comparison, (left[0].row,))
        st.html(_head(gold, len(found.sample.drawn) - len(left) + 1, len(found.sample.drawn)) + gold_lane(gold))
        if may_write():
            show_gold_buttons(chosen, gold, _named(ranking, gold), last)
            show_problem()
        else:
            st.caption("You may look, but not judge; ask whoever runs this dashboard.")
        st.html(
            '<p class="note muted">What speaks against a label is not shown here, so that you look at the text '
            "alone.</p>"
        )


def _head(gold: Gold, number: int, n: int) -> str:
    names = " · ".join(map(isolated, (gold.locale, gold.domain, f"#{gold.utterance_id}")))
    place = f"{wording.count(number)} of {wording.count(n)}"
    head = f'<h2>Is this label right?</h2><span class="muted tabular">{place}</span>'
    return f'<div class="detail-head">{head}</div><div class="muted">{names}</div>'


def _named(ranking: Ranking, gold: Gold) -> tuple[str, ...]:
    """Return the intents that detectors hold against a gold: the first to choose from, once it is found wrong."""
    (places,) = np.nonzero(ranking.rows == gold.row)
    return likelier_intents(voices_of(ranking, int(places[0]))) if len(places) else ()
