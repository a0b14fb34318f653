"""What the Release page computes, kept between reruns as `dashboard.cache` does: by fingerprint and the last judgement.

So it is never stale.
"""

from pathlib import Path

import streamlit as st

from analysis.gate.decision import GateDecision
from analysis.gate.policy import Policy
from analysis.gate.reading import read_policy
from dashboard.cache import key_of
from dashboard.commands.gate_decide import decide
from dashboard.components.session import current_warehouse
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.judgements import last_recorded


def read_upload(name: str, content: bytes) -> Policy:
    """Read an uploaded policy; raises `InputError` or ValueError, in one line, for what is none."""
    try:
        return read_policy(content.decode("utf-8-sig"), shown(name))
    except UnicodeDecodeError as error:
        raise InputError(f"{shown(name)}: not UTF-8 (byte {error.start + 1}); save the file as UTF-8") from error


def decision_of(comparison: Comparison, policy: Policy) -> GateDecision:
    """Return what `flipscope gate` decides; raises `InputError` where the policy asks for what is not there."""
    path = current_warehouse().path
    return _decision(comparison, key_of(comparison), str(path), last_recorded(path), policy)


@st.cache_resource(max_entries=32, show_spinner="Deciding…")
def _decision(_comparison: Comparison, key: tuple[str, ...], warehouse: str, last: int, policy: Policy) -> GateDecision:
    return decide(_comparison, Path(warehouse), policy)
