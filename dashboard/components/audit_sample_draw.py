"""Draws an audit sample, or makes it larger: how many, and which of all possible ones."""

from typing import Final

import streamlit as st

from analysis.annotation.ranking import Ranking
from dashboard import wording
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.components.written_notes import try_to_write
from dashboard.gold_audit import GoldAudit, draw_sample

SAMPLE_PARAMETER: Final = "sample"
"""Of a link: the seed of the sample that is looked at, or anything else for the last one."""

_PROBLEM: Final = "_sample_problem"
_FIRST_SIZE: Final = 100
_SEED_HELP: Final = (
    "The same seed keeps its sample, and a larger one begins with it. Another seed is another sample, with judgements "
    "of its own to make."
)


def show_first_draw(chosen: Chosen, ranking: Ranking) -> None:
    """Offer to draw a sample where there is none."""
    with st.container(key="sample_first", border=True, gap="small"):
        if may_write():
            _show_form(chosen, ranking, None)
            _show_problem()
        else:
            st.caption("Nobody drew a sample yet. You may look, but not draw one; ask whoever runs this dashboard.")


def show_further_draw(chosen: Chosen, ranking: Ranking, found: GoldAudit) -> None:
    """Offer to draw more, or another sample."""
    if not may_write():
        return
    # Another key after a draw is a popover that is closed again.
    key = f"sample_draw_{found.sample.seed}_{len(found.sample.drawn)}"
    with st.popover("Draw more", icon=":material/casino:", key=key):
        _show_form(chosen, ranking, found)
        _show_problem()


def _show_form(chosen: Chosen, ranking: Ranking, found: GoldAudit | None) -> None:
    n = chosen.comparison.evalset.n_utterances
    drawn, seed = (len(found.sample.drawn), found.sample.seed) if found else (0, 0)
    size_key, seed_key = f"sample_size_{seed}_{drawn}", f"sample_seed_{seed}_{drawn}"
    with st.form("sample_form", border=False):
        left, right = st.columns(2)
        with left:
            size = max(1, min(n, max(_FIRST_SIZE, 2 * drawn)))
            st.number_input("Labels to judge, in all", 1, max(n, 1), size, key=size_key)
        with right:
            st.number_input("Seed", 0, 2**31 - 1, min(seed, 2**31 - 1), key=seed_key, help=_SEED_HELP)
        st.form_submit_button(
            "Draw",
            on_click=_draw,
            args=(chosen, ranking, size_key, seed_key),
            type="primary",
            icon=":material/casino:",
        )
    st.caption(f"At random from all {wording.plural(n, 'label')}, more often from what is suspect.")


def _show_problem() -> None:
    if problem := st.session_state.get(_PROBLEM, ""):
        st.error(plain(problem), icon=":material/error:")


def _draw(chosen: Chosen, ranking: Ranking, size_key: str, seed_key: str) -> None:
    comparison = chosen.comparison
    size, seed = int(st.session_state[size_key]), int(st.session_state[seed_key])
    runs = [run.name for run in (comparison.baseline, comparison.candidate)]

    def draw() -> None:
        # A cursor of its own: the callback runs beside whoever else looks at this comparison.
        utterances = comparison.cursor().utterances()
        draw_sample(current_warehouse().path, comparison.evalset, utterances, ranking, runs, size, seed)

    if try_to_write(draw, _PROBLEM, "draw a sample"):
        st.query_params[SAMPLE_PARAMETER] = str(seed)
