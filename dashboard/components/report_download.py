"""The report as a download: made when it is asked for, so the page waits for nothing."""

from functools import partial

import streamlit as st

from dashboard.commands.report import Asked, render
from dashboard.components.session import Chosen, current_warehouse


def show_report_download(chosen: Chosen) -> None:
    """Offer what `flipscope report` writes: one HTML file that opens from disk and prints."""
    view = chosen.view
    st.download_button(
        "Report",
        data=partial(_report, chosen),
        file_name=f"report-{view.baseline}-{view.candidate}.html",
        mime="text/html",
        icon=":material/description:",
        key="report_download",
        help="One HTML file for someone who was not there: it opens without a network, and prints. "
        "Each utterance counts once.",
        on_click="ignore",
    )


def _report(chosen: Chosen) -> bytes:
    return render(chosen.comparison.cursor(), current_warehouse(), Asked(chosen.view.unit), "html").encode()
