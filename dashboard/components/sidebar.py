"""The sidebar: which comparison, judged by what, and the way to each page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import wording
from dashboard.components.choice import read_choice, write_choices
from dashboard.components.navigation import letters, show_navigation
from dashboard.components.saved_views import show_saved_views
from dashboard.components.session import current_warehouse, remember_note, remember_unknown, remember_view
from dashboard.components.shortcuts import show_shortcuts_button
from dashboard.components.sign_in import show_account
from dashboard.components.stored_files import knows_traffic, read_stored
from dashboard.state import View, read_unit
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import UTTERANCE_UNITS


def show_sidebar(current: str) -> None:
    """Show brand, choices, navigation, saved views, and the list of keys; the chosen view is kept for the page."""
    with st.sidebar:
        st.html('<div class="brand">flip<span>scope</span></div>')
        view = _choose_view()
        remember_view(view)
        show_navigation(current, view.parameters() if view else {})
        with st.container(key="sidebar_foot", gap="xsmall"):
            show_saved_views(current)
            show_shortcuts_button(letters())
            show_account()


def _choose_view() -> View | None:
    stored = read_stored(current_warehouse())
    runs = stored.runs
    comparable = [e.name for e in stored.evalsets if sum(run.evalset == e.name for run in runs) > 1]
    if not comparable:
        there = [evalset.name for evalset in stored.evalsets]
        names = [run.name for run in runs]
        remember_unknown(_unknown({"evalset": there, "baseline": names, "candidate": names}))
        return None
    evalset = _select("Evaluation set", "evalset", comparable)
    of_evalset = {run.name: run for run in runs if run.evalset == evalset}
    names = list(of_evalset)
    baseline = _select("Baseline", "baseline", names, of_evalset, "The model version in production.")
    others = [name for name in names if name != baseline]
    candidate = _select("Candidate", "candidate", others, of_evalset, "The version that would replace it.")
    unit = _switch("Judge by", "unit", UTTERANCE_UNITS, wording.UNIT_HELP)
    weight = _choose_weight(next(one for one in stored.evalsets if one.name == evalset))
    unknown = _unknown({"evalset": comparable, "baseline": names, "candidate": others})
    remember_unknown(unknown)
    view = View(evalset, baseline, candidate, read_unit(unit), weight)
    if not unknown:
        write_choices(dict.fromkeys(("unit", "count")) | view.texts())
    return view


def _choose_weight(evalset: EvalsetManifest) -> str | None:
    """Let choose by what is counted; where the set does not say how often an utterance is asked, there is no choice."""
    if knows_traffic(current_warehouse(), evalset):
        remember_note("")
        counted = _switch("Count", "count", ("utterances", "traffic"), wording.COUNT_HELP)
        return "frequency" if counted == "traffic" else None
    asked = st.query_params.get("count") == "traffic"
    remember_note(f"Each utterance counts once: {evalset.name} does not say how often each is asked." if asked else "")
    return None


def _unknown(options: Mapping[str, Sequence[str]]) -> str:
    """Say what a link asks for and the warehouse does not have; empty where it has all of it."""
    for name, there in options.items():
        asked = st.query_params.get(name)
        if asked is not None and asked not in there:
            return (
                f"The link asks for {name} '{asked}', which is not to be had; there is: {', '.join(there) or 'none'}."
            )
    return ""


def _select(
    label: str,
    name: str,
    options: Sequence[str],
    runs: Mapping[str, RunManifest] | None = None,
    explanation: str | None = None,
) -> str:
    key = read_choice(name, options, options[0])
    described = {run: _label(about) for run, about in (runs or {}).items()}
    value = st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda option: described.get(option, option),
        help=explanation,
        on_change=_choose,
        args=(name, st.session_state[key]),
    )
    return value or options[0]


def _choose(name: str, before: str) -> None:
    """Take a choice into the link; what it makes meaningless goes: all filters of another evaluation set, say."""
    value = st.session_state[f"choice-{name}"]
    if name == "evalset":
        for parameter in set(st.query_params) - {"unit", "count"}:
            del st.query_params[parameter]
    if name == "baseline" and st.query_params.get("candidate") == value:
        st.query_params["candidate"] = before
    st.query_params[name] = value


def _switch(label: str, name: str, options: Sequence[str], explanation: str) -> str:
    key = read_choice(name, options, options[0])
    value = st.segmented_control(label, options, required=True, format_func=str.capitalize, key=key, help=explanation)
    return value or options[0]


def _label(run: RunManifest) -> str:
    version = run.model_version
    return run.name if version in (None, run.name) else f"{run.name} · {version}"
