"""What stands where an audit of the gold is not there yet; it goes by itself when the audit comes."""

import streamlit as st

from analysis.selection import Selection, asks_gold
from dashboard import cache
from dashboard.components.audit_jobs import AuditJob, current_audit
from dashboard.components.audit_progress import has_failed, show_ask, show_failure, show_progress
from dashboard.components.gold_audit import known_audit
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.suspect_words import QUESTION


@st.fragment(run_every=1)
def wait_for_audit(job: AuditJob, told: str) -> None:
    """Say that the gold is looked at, and show the page anew once the audit is there."""
    if job.future.done():
        st.rerun()
    with st.container(key="golds_looked_at"):
        st.caption(told)


def waits_for_gold(chosen: Chosen, selection: Selection) -> bool:
    """Does the selection ask for an audit that is not there? Then the way to it is shown."""
    comparison = chosen.comparison
    if not asks_gold(selection, cache.column_types(comparison)) or known_audit(comparison) is not None:
        return False
    job = current_audit(current_warehouse(), comparison)
    if job is None:
        show_ask(chosen)
    elif not job.done_soon():
        st.title(QUESTION, anchor=False)
        show_progress(chosen, job)
    elif has_failed(job):
        show_failure(chosen, job)
    else:
        # It came just now, or was stopped.
        st.rerun()
    return True
