"""One suspect in full: its gold on the text, why it is suspect, and the golds and answers that are held beside it."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from analysis.annotation.suspect_table import SuspectTable
from analysis.annotation.voices import Voice, likelier_intents, voices_of
from dashboard import cache
from dashboard.components.gold_correction import show_correction
from dashboard.components.row_list import Row, row_label, show_row_list
from dashboard.components.session import Chosen
from dashboard.components.suspect_evidence import Beside, beside
from dashboard.components.suspect_list import choose
from dashboard.figures.detector_words import detector_help, detector_name
from dashboard.figures.gold import Gold
from dashboard.figures.lanes import answer_lane, gold_lane
from dashboard.figures.slot_marks import isolated
from dashboard.figures.suspect_row import gold_row
from dashboard.figures.utterance import Utterance, read_utterance
from dashboard.state import FlipFilter

_READ_AT_ONCE: Final = 200_000
"""Where there are no more utterances than these, what reads them takes no time that one notices."""


def show_suspect(
    chosen: Chosen, table: SuspectTable, gold: Gold, page: int, told: str, *, was_opened: bool = True
) -> None:
    """Show an utterance; `told` says where it stands in the list, `page` is the one to stay on.

    Of a large set, what is held beside it is read only where it `was_opened`, not for the first of every list.
    """
    place = table.place_of(gold.row)
    voices = voices_of(table.ranking, place) if place is not None else ()
    with st.container(key="suspect_detail", border=True, gap="small"):
        st.html(_head(gold, told))
        st.html(gold_lane(gold))
        st.html(reasons_html(voices))
        likelier = likelier_intents(voices)
        show_correction(chosen, gold, likelier)
        if was_opened or chosen.comparison.evalset.n_utterances <= _READ_AT_ONCE:
            _show_beside(table, gold, beside(chosen.comparison, gold, likelier), page)
        else:
            words = "The same text, nearly the same, and other locales"
            st.button(words, key="suspect_read_on", on_click=choose, args=(table, page, gold.row))
        _show_answers(chosen, gold)


def reasons_html(voices: Sequence[Voice]) -> str:
    """Return what each detector says, those that flag the gold in sight, the others behind a click."""
    flagging = [voice for voice in voices if voice.flag]
    others = [voice for voice in voices if not voice.flag]
    if not voices:
        return '<div class="reasons"><p class="muted">No detector says anything of this gold.</p></div>'
    told = f"<ul>{''.join(map(_reason, flagging))}</ul>" if flagging else '<p class="muted">No detector flags it.</p>'
    hidden = ""
    if others:
        summary = f"What {len(others):,} more say, too little to flag it"
        hidden = f"<details><summary>{summary}</summary><ul>{''.join(map(_reason, others))}</ul></details>"
    return f'<div class="reasons"><h3>Why it is suspect</h3>{told}{hidden}</div>'


def _reason(voice: Voice) -> str:
    name = f'<b title="{escape(detector_help(voice.detector))}">{escape(detector_name(voice.detector))}</b>'
    return f"<li>{name} {voice.evidence.reason(isolated)}</li>"


def _show_beside(table: SuspectTable, gold: Gold, found: Beside, page: int) -> None:
    twins = [(one, 1) for one in found.twins]
    more = f", {len(found.twins)} of {found.n_twins:,}" if found.n_twins > len(found.twins) else ""
    _show_rows(table, gold, f"The same text{more}", "suspect_twins", twins, page)
    _show_rows(table, gold, "Nearly the same text", "suspect_near", found.near, page)
    elsewhere = [(one, 1) for one in found.elsewhere]
    _show_rows(table, gold, "The same request in other locales", "suspect_requests", elsewhere, page)


def _show_rows(
    table: SuspectTable, gold: Gold, name: str, key: str, others: Sequence[tuple[Gold, int]], page: int
) -> None:
    if not others:
        return
    rows = [Row(str(one.row), gold_row(one, gold, n), row_label(one.locale, one.text)) for one, n in others]
    with st.container(key=key, gap=None):
        st.html(f'<div class="detail-section"><h3>{escape(name)}</h3></div>')
        show_row_list(name, rows, lambda row: choose(table, page, int(row)), key=f"{key}_rows")


def _show_answers(chosen: Chosen, gold: Gold) -> None:
    """Show both answers; of a pair that is left out of the comparison, say so."""
    view = chosen.view
    try:
        utterance = read_utterance(cache.utterance(chosen.comparison, gold.row), view.unit)
    except LookupError:
        st.html('<p class="note muted">A run has no prediction for it and leaves such pairs out of the comparison.</p>')
        return
    st.html(
        '<div class="detail-section"><h3>What the models say</h3></div>'
        + answer_lane(utterance, "baseline", view.baseline)
        + answer_lane(utterance, "candidate", view.candidate)
    )
    st.page_link(
        "pages/flips.py",
        label="See it among the flips" if "flip" in utterance.outcome else "See it on Flips",
        icon=":material/arrow_forward:",
        query_params=view.parameters() | _flips_of(utterance),
    )


def _flips_of(utterance: Utterance) -> dict[str, str | list[str]]:
    flips = FlipFilter(outcomes=(utterance.outcome,), where=(("locale", (utterance.locale,)),))
    return flips.parameters() | {"row": str(utterance.row)}


def _head(gold: Gold, told: str) -> str:
    names = " · ".join(map(isolated, (gold.locale, gold.domain, f"#{gold.utterance_id}")))
    return f'<div class="detail-head"><h2>{names}</h2><span class="muted tabular">{escape(told)}</span></div>'
