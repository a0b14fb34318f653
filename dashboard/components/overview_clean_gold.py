"""How much of what broke may be label noise, on the Overview: it appears when an audit of the gold is there."""

from typing import Final

import streamlit as st

from analysis.annotation.clean_gold import CleanSlice
from analysis.annotation.clean_gold_words import (
    CAUTION,
    claim_noise,
    place_of,
    say_clean,
    say_evidence,
    say_lift,
    tell_losses,
)
from analysis.annotation.suspect_list import SuspectFilter
from analysis.derived import GOLD
from analysis.gold_filter import SUSPECT
from dashboard import wording
from dashboard.components.audit_jobs import current_audit
from dashboard.components.gold_audit import GoldAudit, flips_by_gold, known_audit
from dashboard.components.gold_waiting import wait_for_audit
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.suspect_address import SuspectAddress
from dashboard.state import FlipFilter

_MOST_CLAIMS: Final = 3


def show_clean_gold(chosen: Chosen) -> None:
    """Show NFR over clean gold, and which regression may be label noise; nothing while nobody knows."""
    audit = known_audit(chosen.comparison)
    if audit is not None:
        _show(chosen, audit)
        return
    job = current_audit(current_warehouse(), chosen.comparison)
    if job is not None and not job.future.done():
        wait_for_audit(job, "Are the labels right? They are being looked at; nothing waits for it.")


def _show(chosen: Chosen, audit: GoldAudit) -> None:
    flips = flips_by_gold(chosen.comparison, audit, chosen.view.unit)
    whole, noise = flips.whole, flips.noise()
    if not whole.whole.n_negative_flips:
        return
    if not whole.suspect.n:
        st.caption(
            "No gold looks wrong by the labels alone, so none of what broke is taken for label noise.", help=CAUTION
        )
        return
    with st.container(key="label_noise", gap="xsmall", border=bool(noise)):
        for part in noise[:_MOST_CLAIMS]:
            _show_noise(chosen, part)
        if more := [str(part.values["locale"]) for part in noise[_MOST_CLAIMS:]]:
            st.caption(f"Part of the regression may be label noise in {plain(wording.listed(more))}, too.")
        with st.container(key="clean_gold", horizontal=True, gap="small", vertical_alignment="center"):
            once = " Each utterance counts once." if chosen.view.weight else ""
            st.caption(f"{say_clean(whole)}{once}", help=CAUTION)
            _link(chosen, whole)
            # Those that are left out here: by the labels alone, for the runs must not judge their own gold.
            suspects = SuspectAddress(SuspectFilter(shown="alone"), only_broke=True)
            st.page_link(
                "pages/annotation.py",
                label="Why they look wrong",
                icon=":material/label:",
                query_params=chosen.view.parameters() | suspects.parameters(),
                width="content",
            )
        for said in tell_losses(flips):
            st.caption(plain(said))


def _show_noise(chosen: Chosen, part: CleanSlice) -> None:
    key = f"noise_in_{part.values['locale']}" if part.values else "noise_of_all"
    claim = claim_noise(part, plain(place_of(part)))
    with st.container(key=key, horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"⚑ **{claim}**: {say_evidence(part)}", help=say_lift(part))
        _link(chosen, part)


def _link(chosen: Chosen, part: CleanSlice) -> None:
    n = part.suspect.n_negative_flips
    if not n:
        return
    locales = tuple((column, (str(value),)) for column, value in part.values.items())
    flips = FlipFilter(where=(*locales, (GOLD, (SUSPECT,))))
    st.page_link(
        "pages/flips.py",
        label=f"List the {wording.count(n)}",
        icon=":material/list:",
        query_params=chosen.view.parameters() | flips.parameters(),
        width="content",
    )
