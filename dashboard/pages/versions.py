"""Versions: more than two in order; what each step broke, what was lost on the way."""

from html import escape
from pathlib import Path

import streamlit as st

from analysis.chain_counts import ChainCounts
from dashboard import wording
from dashboard.commands.alignment import describe_missing_of
from dashboard.components.chain_address import DEFAULT_RUNS, MIN_RUNS
from dashboard.components.chain_list import show_chain_list
from dashboard.components.chain_panels import show_chain_panels
from dashboard.components.chain_picker import choose_runs, current_address, link_to_overview
from dashboard.components.chain_results import chain_by_locale, chain_counts, open_runs
from dashboard.components.chain_words import chain_tiles, lede_of, so_far_html, title_of
from dashboard.components.markdown_text import plain
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.session import current_warehouse, require_comparison
from dashboard.components.stored_files import read_stored
from dashboard.components.theme import current_palette
from dashboard.components.tiles import show_tiles
from dashboard.figures.chain import describe_chain, draw_chain
from dashboard.figures.chain_matrix import describe_matrix, draw_matrix
from dashboard.state import FlipFilter, View
from loaders.errors import InputError
from loaders.warehouse import Warehouse

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "versions.css"


def show_versions(view: View, warehouse: Warehouse) -> None:
    """Sentence, choice of runs, figures, steps and pairs, and the list of what was lost."""
    names = _names(warehouse, view.evalset)
    if len(names) < MIN_RUNS:
        _explain_too_few(names, view.evalset)
        return
    heading = st.container(gap="xsmall", key="chain_headline")
    runs = choose_runs(names)
    try:
        chain = open_runs(warehouse, runs)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    found = chain_counts(chain, view.unit, view.weight)
    things = "requests" if view.weight else "utterances"
    with heading:
        st.title(title_of(found.counts, plain(runs[-1]), things), anchor=False)
        missing = escape(describe_missing_of(chain.runs))
        st.html(f'<p class="lede tabular">{lede_of(found.counts, runs, things)}{f" {missing}." if missing else ""}</p>')
    if not found.counts.n:
        return
    show_tiles(chain_tiles(found.counts, view.unit, runs, things))
    _show_figures(found.counts, runs, view)
    show_chain_panels(chain_by_locale(chain, view.unit, view.weight), runs, view)
    show_chain_list(chain, view, current_address(names), names)


def _show_figures(counts: ChainCounts, runs: tuple[str, ...], view: View) -> None:
    side_by_side = len(runs) <= DEFAULT_RUNS
    left, right = st.columns([1.55, 1]) if side_by_side else (st.container(), st.container())
    with left, st.container(border=True):
        _show_steps(counts, runs, view)
    with right:
        below, beside = (right, right) if side_by_side else st.columns([1.55, 1])
        with below, st.container(border=True):
            _show_pairs(counts, runs, view)
        with beside, st.container(border=True):
            st.header("Added up, version by version", anchor=False)
            st.html(so_far_html(counts, runs))


def _names(warehouse: Warehouse, evalset: str) -> list[str]:
    """Return the runs of an evaluation set in the order of loading."""
    return [run.name for run in read_stored(warehouse).runs if run.evalset == evalset]


def _explain_too_few(names: list[str], evalset: str) -> None:
    st.title("Three versions are needed here", anchor=False)
    there = wording.listed(names, most=MIN_RUNS)
    known = f"The evaluation set **{plain(evalset)}** has {wording.plural(len(names), 'run')}, {plain(there)}."
    st.markdown(f"{known} Add another:")
    st.code(f"flipscope add-run v{len(names) + 1} predictions.jsonl --evalset {evalset}", language="bash")
    link_to_overview()


def _show_steps(counts: ChainCounts, runs: tuple[str, ...], view: View) -> None:
    st.header("Accuracy, and what each step broke and fixed, %")
    st.caption(f"Of all {wording.count(counts.n)}; click a bar to list the flips")
    clicked = show_clickable(
        draw_chain(counts, runs, current_palette()), f"chain-{view}-{runs}", describe_chain(counts, runs)
    )
    if clicked:
        baseline, candidate, outcome = clicked
        open_flips(_of_pair(view, runs, baseline, candidate), FlipFilter((outcome,)))


def _show_pairs(counts: ChainCounts, runs: tuple[str, ...], view: View) -> None:
    st.header("Negative flip rate between any two, %")
    st.caption("From the row's version to the column's, steps in bold; click a cell to list what broke")
    figure = draw_matrix(counts, runs, current_palette(), weighted=view.weight is not None)
    clicked = show_clickable(figure, f"chain-matrix-{view}-{runs}", describe_matrix(counts, runs))
    if clicked:
        open_flips(_of_pair(view, runs, *clicked), FlipFilter())


def _of_pair(view: View, runs: tuple[str, ...], baseline: int, candidate: int) -> View:
    return View(view.evalset, runs[baseline], runs[candidate], view.unit, view.weight)


st.html(_STYLES)
show_versions(require_comparison().view, current_warehouse())
