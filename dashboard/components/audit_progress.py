"""What the page Annotation shows before there are suspects: an audit to ask for, that runs, was stopped or failed."""

from concurrent.futures import CancelledError
from typing import Final

import streamlit as st

from analysis.annotation.learned_intents import MOST_TRAINED
from dashboard import wording
from dashboard.components.audit_jobs import AuditJob, ask_for, stop_audit, was_stopped
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.stored_files import read_stored
from dashboard.components.suspect_words import QUESTION, cautions_html, detectors_html, steps_html

_LOOK: Final = "Look for golds that may be wrong"


def show_ask(chosen: Chosen) -> None:
    """Say how long the audit takes, and start it only where it is wanted."""
    st.title(QUESTION, anchor=False)
    st.html(cautions_html())
    n = chosen.comparison.evalset.n_utterances
    if was_stopped(chosen.comparison):
        st.markdown("The audit of this set was stopped. Nothing starts it again but this button:")
    else:
        st.markdown(
            f"An audit looks for golds that may be wrong. Of {wording.count(n)} utterances it takes about "
            f"**{duration_of(n)}** of one core; nothing else waits for it, and you can go on elsewhere."
        )
    st.button(_LOOK, type="primary", icon=":material/search:", on_click=_ask, args=(chosen,))
    st.html(detectors_html())
    _show_command(chosen)


def show_audit_without_runs() -> None:
    """Say that the labels alone can be audited, which takes no run, and how."""
    evalsets = read_stored(current_warehouse()).evalsets
    name = evalsets[0].name if evalsets else "my-test"
    st.markdown("Golds that may be wrong are found without any run, too, on the command line:")
    st.code(f"flipscope audit {name}", language="bash")


def show_failure(chosen: Chosen, job: AuditJob) -> None:
    """Say why the audit failed, and offer to try again."""
    st.title(QUESTION, anchor=False)
    error = job.future.exception()
    st.error(f"The audit failed: {plain(str(error) or type(error).__name__)}", icon=":material/error:")
    st.button("Try again", icon=":material/refresh:", on_click=_ask, args=(chosen,))
    _show_command(chosen)


@st.fragment(run_every=0.5)
def show_progress(chosen: Chosen, job: AuditJob) -> None:
    """Say which step the audit is at, with a way to stop it, and show the page anew when it is done."""
    if job.future.done() or job.stopping.is_set():
        st.rerun()
    n = chosen.comparison.evalset.n_utterances
    doing = "Looking for golds that may be wrong" if job.steps else "Waiting for another audit to end"
    st.progress(
        min(0.95, job.seconds / _expected_seconds(n)),
        f"{doing}: {time_of(job.seconds, n)}. You can go on elsewhere.",
    )
    st.button("Stop", key="audit_stop", icon=":material/stop_circle:", on_click=_stop, args=(chosen,))
    st.html(steps_html(job.steps))


def time_of(seconds: int, n: int) -> str:
    """Return how long an audit of so many utterances has taken, and how long it usually takes.

    >>> time_of(2, 1_000), time_of(90, 1_000)
    ('2 seconds of about 5 seconds', '90 seconds so far, where about 5 seconds is usual')
    """
    taken = wording.plural(seconds, "second")
    if seconds <= _expected_seconds(n) + 1:
        return f"{taken} of about {duration_of(n)}"
    return f"{taken} so far, where about {duration_of(n)} is usual"


def duration_of(n: int) -> str:
    """Return about how long an audit of so many utterances takes, in words.

    >>> duration_of(3_000), duration_of(1_000_000), duration_of(100_000_000)
    ('6 seconds', '2 minutes', '3 hours')
    """
    seconds = _expected_seconds(n)
    for size, unit in ((3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return wording.plural(round(seconds / size), unit)
    return wording.plural(round(seconds), "second")


def _expected_seconds(n: int) -> float:
    # Roughly, on one core, as `benchmarks/README.md` has it: training, then reading and scoring all.
    return 4 + 0.0006 * min(n, MOST_TRAINED) + 0.0001 * n


def has_failed(job: AuditJob) -> bool:
    """Did it end with something else than suspects or a stop?"""
    if not job.future.done() or job.future.cancelled():
        return False
    return job.future.exception() is not None and not isinstance(job.future.exception(), CancelledError)


def _show_command(chosen: Chosen) -> None:
    view = chosen.view
    st.markdown("The command line does the same:")
    st.code(f"flipscope audit {view.evalset} --run {view.baseline} --run {view.candidate}", language="bash")


def _ask(chosen: Chosen) -> None:
    ask_for(current_warehouse(), chosen.comparison)


def _stop(chosen: Chosen) -> None:
    stop_audit(current_warehouse(), chosen.comparison)
