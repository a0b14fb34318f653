"""The must-pass list on the Traffic page: which one, whether it holds, and each utterance that fails."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboard import wording
from dashboard.components.locale_links import utterance_in
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from dashboard.components.traffic_results import ENDINGS, Checked, check_most_frequent, check_upload, failure_rows
from loaders.errors import InputError
from loaders.schema import Outcome

TOP: Final = 10
MOST: Final = 1_000
PAGE_SIZE: Final = 25

_TOP_KEY: Final = "top"
_PAGE_KEY: Final = "must_pass_page"
_UPLOAD_MB: Final = 32
_UNKNOWN_SHOWN: Final = 5
_HELP: Final = (
    "CSV, TSV or JSONL with utterance_id or text (and locale), or TXT with one id or text a line; a line without a "
    "locale stands for every locale. The command `flipscope must-pass` checks the same list in a pipeline."
)


def show_must_pass(chosen: Chosen, has_traffic: bool) -> None:
    """Show the choice of a list, the verdict and the failures; without traffic there is only a list of one's own."""
    with st.container(border=True, key="must_pass", gap="small"):
        st.html(
            '<h2>Must-pass: not one of these may fail</h2><div class="note muted">An utterance on the list fails if '
            "the candidate gets it wrong, also where the baseline did.</div>"
        )
        top_column, upload_column = st.columns([1, 2.4], gap="medium")
        with upload_column:
            upload = st.file_uploader(
                "A list of your own",
                type=list(ENDINGS),
                key="must_pass_list",
                help=_HELP,
                max_upload_size=_UPLOAD_MB,
                on_change=_restart_paging,
            )
            if upload is not None:
                st.caption("A list of your own is not part of the link.")
        with top_column:
            n = _choose_top(disabled=upload is not None or not has_traffic)
        if upload is None and not has_traffic:
            st.html('<div class="note muted">Without frequencies there is no most frequent; upload a list.</div>')
            return
        try:
            checked = (
                check_most_frequent(chosen.comparison, chosen.view.unit, n)
                if upload is None
                else check_upload(chosen.comparison, chosen.view.unit, upload.name, upload.getvalue())
            )
        except InputError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        _show_checked(chosen, checked)


def _choose_top(disabled: bool) -> int:
    return int(
        st.number_input(
            "Most frequent of each locale",
            min_value=1,
            max_value=MOST,
            value=TOP,
            step=1,
            key=_TOP_KEY,
            bind="query-params",
            on_change=_restart_paging,
            disabled=disabled,
        )
    )


def _show_checked(chosen: Chosen, checked: Checked) -> None:
    st.html(verdict_html(checked))
    failures = checked.result.failures
    if not failures:
        return
    n_pages = -(-len(failures) // PAGE_SIZE)
    table = st.container()
    page = _choose_page(n_pages) if n_pages > 1 else 1
    shown = failures[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    with table, st.container(key="must_pass_rows", gap=None):
        st.html(_HEAD)
        for row in failure_rows(chosen.comparison, shown):
            with st.container(key=f"must_pass_row_{row['row']}", gap=None):
                st.html(row_html(row))
                st.page_link(
                    "pages/flips.py",
                    label=outcome_label(row["outcome"]),
                    query_params=utterance_in(chosen.view, row["outcome"], row["locale"], row["row"]),
                )
    if n_pages > 1:
        first = (page - 1) * PAGE_SIZE
        st.html(f'<div class="note muted tabular">{first + 1:,} to {first + len(shown):,} of {len(failures):,}</div>')


def _choose_page(n_pages: int) -> int:
    # A link may name a page that this list does not have; a session may stand on one.
    if st.session_state.get(_PAGE_KEY, 1) not in range(1, n_pages + 1):
        st.session_state[_PAGE_KEY] = 1
    return st.pagination(n_pages, key=_PAGE_KEY, bind="query-params")


def _restart_paging() -> None:
    st.session_state[_PAGE_KEY] = 1


def verdict_html(checked: Checked) -> str:
    """Return whether the list holds, the counts behind it, and the entries of a list that name no utterance."""
    result = checked.result
    n_unknown = len(checked.unknown)
    n_not_compared = result.n_listed - result.n_found - n_unknown
    counted = {
        "broke": result.n_broke,
        "were wrong before and still are": result.n_still_wrong,
        "not in the evaluation set": n_unknown,
        "without a prediction, so not compared": n_not_compared,
    }
    if result.holds:
        head = f'<b class="fixed">✓ {wording.plural(result.n_listed, "utterance")} on the list, every one passes.</b>'
        return f'<div class="verdict tabular">{head}</div>'
    n_failed = result.n_listed - result.n_passed
    said = ", ".join(f"{wording.count(n)} {what}" for what, n in counted.items() if n)
    do = "does" if n_failed == 1 else "do"
    head = f"✕ {wording.count(n_failed)} of {wording.plural(result.n_listed, 'utterance')} on the list {do} not pass"
    return f'<div class="verdict tabular"><b class="broke">{head}</b>: {said}.{_unknown_html(checked)}</div>'


def _unknown_html(checked: Checked) -> str:
    if not checked.unknown:
        return ""
    named = "; ".join(f"<bdi>{escape(str(entry))}</bdi>" for entry in checked.unknown[:_UNKNOWN_SHOWN])
    n_more = len(checked.unknown) - _UNKNOWN_SHOWN
    more = f" and {wording.count(n_more)} more" if n_more > 0 else ""
    return f'<div class="note muted">Not in the evaluation set: {named}{more}.</div>'


_HEAD: Final = (
    '<div class="must-pass-row must-pass-head" aria-hidden="true"><span>traffic</span><span>locale</span>'
    "<span>utterance</span><span>gold → candidate</span></div>"
)


def row_html(row: Mapping[str, Any]) -> str:
    """Return traffic, locale, text and the error of a failure."""
    locale = escape(str(row["locale"]))
    return (
        f'<div class="must-pass-row"><span class="tabular">{wording.count(row["frequency"])}</span>'
        f'<span class="muted"><bdi>{locale}</bdi></span>'
        f'<span class="text"><bdi dir="auto" lang="{locale}">{escape(str(row["text"]))}</bdi></span>'
        f'<bdi class="error muted">{escape(row["error"] or wording.UNDEFINED)}</bdi></div>'
    )


def outcome_label(outcome: Outcome) -> str:
    """Return mark and word in Markdown.

    >>> outcome_label("negative_flip"), outcome_label("both_wrong_same")
    ('✓ ✕ **broke**', '✕ ✕ still wrong')
    """
    if outcome == "negative_flip":
        return f"{wording.OUTCOME_MARKS[outcome]} **broke**"
    return f"{wording.OUTCOME_MARKS['both_wrong_same']} still wrong"
