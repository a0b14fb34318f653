"""Release: may this candidate replace the baseline, by a policy's checks, and why not."""

from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from analysis.gate.policy import Check, Policy, with_data_checks
from analysis.gate.reading import read_policy
from analysis.gate.starting_policy import STARTING_POLICY
from dashboard.components.flip_link import filter_columns
from dashboard.components.gate_links import link_of
from dashboard.components.gate_results import decision_of, read_upload
from dashboard.components.gate_table import table_html
from dashboard.components.gate_words import title_of
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, require_comparison
from loaders.errors import InputError

_STYLES: Final = Path(__file__).resolve().parent.parent / "styles" / "release.css"
_UPLOAD_MB: Final = 4
_HELP: Final = (
    "TOML, as flipscope gate takes it. A policy given here can name no must-pass file; it may take the most frequent. "
    "Units and weights are those of the policy, whatever the sidebar says."
)


def _show(chosen: Chosen) -> None:
    heading, table = st.container(gap="xsmall"), st.container(border=True, key="gate")
    try:
        policy = _choose_policy()
        decision = decision_of(chosen.comparison, policy)
    except (InputError, ValueError) as error:
        heading.title("Do not release: the policy cannot be decided.", anchor=False)
        table.error(plain(str(error)), icon=":material/error:")
        return
    with heading:
        st.title(title_of(decision), anchor=False)
        st.html(f'<p class="lede">{escape(decision.reason)}</p>')
    checks: tuple[Check | None, ...] = (*with_data_checks(policy).checks, None)
    columns = filter_columns(chosen.comparison)
    with table:
        st.html(table_html(decision, lambda place, values: link_of(checks[place], values, chosen.view, columns)))


def _choose_policy() -> Policy:
    st.html("<h2>By which policy</h2>")
    with st.container(key="policy", horizontal=True, vertical_alignment="bottom", gap="medium"):
        upload = st.file_uploader(
            "A policy of your own", type=["toml"], key="policy_file", help=_HELP, max_upload_size=_UPLOAD_MB
        )
        st.download_button("The starting policy", STARTING_POLICY, "policy.toml", icon=":material/download:")
    if upload is None:
        st.caption(
            "Decided by the starting policy, whose limits were made for the sample data: take it, change it, bring it. "
            "`flipscope gate` decides the same in a pipeline."
        )
        return read_policy(STARTING_POLICY, "the starting policy")
    st.caption("A policy of your own is not part of the link. `flipscope gate` decides the same in a pipeline.")
    return read_upload(upload.name, upload.getvalue())


st.html(_STYLES)
_show(require_comparison())
