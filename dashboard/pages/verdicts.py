"""Verdicts: what annotators said of the flips, how far they agree, what is open, and the way back from their tools."""

from pathlib import Path

import streamlit as st

from analysis.verdict_report import VerdictReport
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse, require_comparison
from dashboard.components.tiles import show_tiles
from dashboard.components.verdict_queue import show_queue
from dashboard.components.verdict_results import verdict_report
from dashboard.components.verdict_tables import show_agreement, show_annotators, show_standings, tiles_of, title_of
from dashboard.components.verdict_upload import show_upload
from dashboard.verdict_words import judged_line
from loaders.errors import InputError

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "verdicts.css"


def _show(chosen: Chosen) -> None:
    try:
        report = verdict_report(chosen, current_warehouse().path)
    except InputError as error:
        st.title("The verdicts cannot be read", anchor=False)
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.title(title_of(report), anchor=False)
    if report.annotators:
        _show_report(chosen, report)
    else:
        _explain(chosen)
    show_upload()


def _show_report(chosen: Chosen, report: VerdictReport) -> None:
    st.html(f'<p class="lede tabular">{judged_line(report)}.</p>')
    show_tiles(tiles_of(report))
    left, right = st.columns(2)
    with left:
        show_standings(report)
    with right:
        show_agreement(report)
    show_annotators(report)
    show_queue(chosen, report)


def _explain(chosen: Chosen) -> None:
    view = chosen.view
    st.markdown(
        "A flip is a regression only if the candidate is wrong, and sometimes it is the gold label that is. Hand the "
        "flips to annotators in the tool they work in, or in a spreadsheet:"
    )
    st.code(f"flipscope export {view.baseline} {view.candidate} -o flips.xlsx", language=None, wrap_lines=True)
    st.markdown("They choose a verdict for each. Bring the file back here, or on the command line:")
    st.code("flipscope import-verdicts flips.xlsx --annotator ann", language=None, wrap_lines=True)


st.html(_STYLES)
_show(require_comparison())
