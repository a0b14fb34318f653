"""What stands where an audit of the gold is not there yet; it goes by itself when the audit comes."""

import streamlit as st

from analysis.selection import Selection, asks_gold
from dashboard import cache, wording
from dashboard.components.audit_jobs import AuditJob, ask_for, job_at_once
from dashboard.components.gold_audit import known_audit
from dashboard.components.session import Chosen, current_warehouse


@st.fragment(run_every=1)
def wait_for_audit(job: AuditJob, told: str) -> None:
    """Say that the gold is looked at, and show the page anew once the audit is there."""
    if job.future.done():
        st.rerun()
    with st.container(key="golds_looked_at"):
        st.caption(told)


def waits_for_gold(chosen: Chosen, selection: Selection) -> bool:
    """Does the selection ask for an audit that is not there? Then a title and the way to it are shown."""
    comparison = chosen.comparison
    if not asks_gold(selection, cache.column_types(comparison)) or known_audit(comparison) is not None:
        return False
    st.title("Which golds look wrong?", anchor=False)
    job = job_at_once(current_warehouse(), comparison)
    if job is None:
        n = wording.plural(comparison.evalset.n_utterances, "utterance")
        st.markdown(f"An audit of {n} takes minutes; everything else goes on meanwhile.")
        ask = st.button("Audit the gold", key="flip_audit", type="primary", icon=":material/search:")
        if ask:
            ask_for(current_warehouse(), comparison)
            st.rerun()
    elif job.future.done():
        st.error("The audit of the gold ended without a result; load the page again to repeat it.")
    else:
        wait_for_audit(job, "The labels are being looked at, once for this evaluation set; the list comes by itself.")
    return True
