"""Data: what is loaded, from where, and what was left out on the way."""

from pathlib import Path

import streamlit as st

from dashboard import wording
from dashboard.components.alignment_report import show_alignment
from dashboard.components.manifest_tables import choose_stored, title_of
from dashboard.components.manifests import manifest_html
from dashboard.components.markdown_text import plain
from dashboard.components.rejections import show_rejections
from dashboard.components.session import current_warehouse, show_first_steps
from dashboard.components.stored_files import Stored, read_stored
from loaders.manifest import RunManifest
from loaders.warehouse import Warehouse

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "data.css"


def _show(warehouse: Warehouse) -> None:
    stored = read_stored(warehouse)
    if not stored.evalsets and not stored.runs:
        show_first_steps(warehouse)
        return
    _show_headline(stored)
    for problem in stored.problems:
        st.error(plain(problem), icon=":material/error:")
    _show_next_step(stored)
    manifest = choose_stored(stored)
    with st.container(border=True, key="manifest"):
        title = plain(title_of(manifest))
        st.header(title[0].upper() + title[1:], anchor=False)
        st.html(manifest_html(manifest))
    if isinstance(manifest, RunManifest):
        evalsets = {evalset.name: evalset for evalset in stored.evalsets}
        show_alignment(manifest, evalsets.get(manifest.evalset))
    show_rejections(warehouse, manifest)


def _show_headline(stored: Stored) -> None:
    n_runs = wording.plural(len(stored.runs), "run")
    st.title(f"{n_runs} on {wording.plural(len(stored.evalsets), 'evaluation set')}.", anchor=False)
    rejected = sum(e.n_rejected for e in stored.evalsets) + sum(r.alignment.n_rejected for r in stored.runs)
    n_utterances = sum(evalset.n_utterances for evalset in stored.evalsets)
    st.html(
        f'<p class="lede tabular"><b>{wording.plural(n_utterances, "utterance")}</b> with gold; '
        f"<b>{wording.plural(rejected, 'row')}</b> rejected while loading. Each file is written once and never "
        "changed; equal fingerprints mean equal content.</p>"
    )


def _show_next_step(stored: Stored) -> None:
    n_runs = [sum(run.evalset == evalset.name for run in stored.runs) for evalset in stored.evalsets]
    if not stored.evalsets or max(n_runs) > 1:
        return
    name = stored.evalsets[n_runs.index(max(n_runs))].name
    st.markdown(f"A comparison needs two runs on one evaluation set, **{plain(name)}** has {max(n_runs)}:")
    st.code(f"flipscope add-run v{max(n_runs) + 1} predictions.jsonl --evalset {name}", language="bash")


st.html(_STYLES)
_show(current_warehouse())
