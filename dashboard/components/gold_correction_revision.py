"""A revision of the evaluation set from the corrections that people agree on; nothing is corrected in place.

The set stays as it is, with its runs and all that was said of them; the revision is a set of its own that names its
parent, with the runs scored anew.
"""

import re
from html import escape
from typing import Final

import narwhals as nw
import streamlit as st

from analysis.frames import as_lazy, collect_rows
from dashboard import wording
from dashboard.components.gold_said import agreed_corrections
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.figures.slot_marks import isolated
from dashboard.state import View
from loaders.corrections import Correction, Corrections
from loaders.errors import InputError
from loaders.revision import Revised, revise

_NAME: Final = "revision_name"
_WANTED: Final = "_revision_wanted"
_MADE: Final = "_revision_made"
_PROBLEM: Final = "_revision_problem"
_MOST_SHOWN: Final = 8


def show_revision(chosen: Chosen) -> None:
    """Show how many corrections people agree on, and the way to a revision that has them; what was made before."""
    evalset = chosen.comparison.evalset
    try:
        corrections = agreed_corrections(evalset).corrections
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    _make_wanted(chosen)
    label = f"Corrections {wording.count(len(corrections))}" if corrections else "Corrections"
    panel = st.popover(label, icon=":material/rule:", key="gold_revision", on_change="rerun")
    if panel.open:
        with panel:
            _show_panel(chosen, corrections)


def _show_panel(chosen: Chosen, corrections: Corrections) -> None:
    st.markdown("**Make a revision with the corrections**")
    if not corrections:
        st.caption(
            "There is none yet: judge a label as wrong and say what is right instead. A correction counts where more "
            "than half of those who judged the label call it wrong, and more than half of those who say what is right "
            "say the same."
        )
        return
    st.html(corrections_html(chosen, corrections))
    if not may_write():
        st.caption("You may look, but not make a revision; ask whoever runs this dashboard.")
        return
    with st.form("revision_form", border=False):
        st.text_input("Name of the revision", key=_NAME, value=next_name(chosen.view.evalset), max_chars=100)
        st.form_submit_button("Make the revision", on_click=_want, icon=":material/difference:", type="primary")
    if problem := st.session_state.get(_PROBLEM, ""):
        st.error(plain(problem), icon=":material/error:")
    st.caption(
        f"{plain(chosen.view.evalset)} stays as it is. The revision is a set of its own with all its runs scored anew, "
        "as RUN@REVISION; what was judged on the flips of the old one stays with the old one."
    )


def next_name(evalset: str) -> str:
    """Return a name to offer for a revision.

    >>> next_name("gold"), next_name("gold-2"), next_name("gold-v9")
    ('gold-2', 'gold-3', 'gold-v9-2')
    """
    found = re.fullmatch(r"(.*)-(\d{1,6})", evalset)
    return f"{found[1]}-{int(found[2]) + 1}" if found else f"{evalset}-2"


def corrections_html(chosen: Chosen, corrections: Corrections) -> str:
    """Return how many labels change and the first of them, from what to what."""
    keys = sorted(corrections)[:_MOST_SHOWN]
    ids = [utterance_id for _, utterance_id in keys]
    named = as_lazy(chosen.comparison.utterances()).filter(nw.col("utterance_id").is_in(ids))
    found = collect_rows(named.select("locale", "utterance_id", "text", "intent"))
    golds = {(row["locale"], row["utterance_id"]): row for row in found}
    lines = "".join(_line(golds.get(key, {}), key, corrections[key]) for key in keys)
    more = len(corrections) - len(keys)
    rest = f'<li class="muted">and {wording.count(more)} more</li>' if more > 0 else ""
    labels = wording.plural(len(corrections), "label")
    return f'<div class="detail-section"><p>{labels} to correct:</p><ul class="corrections">{lines}{rest}</ul></div>'


def _line(gold: dict[str, object], key: tuple[str, str], correction: Correction) -> str:
    said = []
    if correction.intent is not None:
        said.append(f"{isolated(str(gold.get('intent', '')))} → <b>{isolated(correction.intent)}</b>")
    if correction.slots is not None:
        slots = ", ".join(f"{isolated(one.name)}: {isolated(one.value)}" for one in correction.slots)
        said.append(f"slots <b>{slots or 'none'}</b>")
    text = isolated(str(gold.get("text", key[1])))
    return f'<li><span class="muted">{escape(key[0])}</span> {text}: {" · ".join(said)}</li>'


def _want() -> None:
    st.session_state[_WANTED] = st.session_state.get(_NAME, "")


def _make_wanted(chosen: Chosen) -> None:
    """Make the revision that was asked for, and draw the page anew with it; only for those who may write."""
    name: str | None = st.session_state.pop(_WANTED, None)
    if name is None or not may_write():
        return
    evalset = chosen.comparison.evalset
    try:
        with st.spinner("Scoring the runs anew…"):
            made = revise(
                current_warehouse(), evalset.name, name.strip(), agreed_corrections(evalset), lambda _step, _n: None
            )
    except InputError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    st.session_state[_PROBLEM] = ""
    st.session_state[_MADE] = (evalset.fingerprint, made)
    # The sidebar offers the revision from now on.
    st.rerun(scope="app")


def show_made(chosen: Chosen) -> None:
    """Show what the revision is that this session made of the set, and the ways to it."""
    of, made = st.session_state.get(_MADE, ("", None))
    if made is None or of != chosen.comparison.evalset.fingerprint:
        return
    with st.container(key="revision_made", border=True, gap="small"):
        st.success(plain(made_line(made)), icon=":material/check:")
        names = {run.parent.name: run.name for run in made.runs if run.parent}
        sides = (names.get(chosen.view.baseline), names.get(chosen.view.candidate))
        if sides[0] and sides[1]:
            view = View(made.evalset.name, sides[0], sides[1], chosen.view.unit, chosen.view.weight)
            with st.container(horizontal=True, gap="small"):
                for page, label in (
                    ("overview", "What the update broke by the new labels"),
                    ("annotation", "Its labels"),
                ):
                    st.page_link(
                        f"pages/{page}.py",
                        label=label,
                        icon=":material/arrow_forward:",
                        query_params=view.parameters(),
                    )


def made_line(made: Revised) -> str:
    """Say what a revision is: its parent, how many labels differ, which runs were scored anew."""
    parent = made.evalset.parent.name if made.evalset.parent else ""
    golds = wording.plural(made.n_corrected, "utterance")
    have = "has" if made.n_corrected == 1 else "have"
    runs = wording.listed([run.name for run in made.runs]) if made.runs else "no run"
    return f"{made.evalset.name} is made from {parent}: {golds} {have} another label. Scored anew: {runs}."
