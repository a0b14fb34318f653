"""Evaluation sets and runs as tables; a click on a row chooses it, as the list below them does."""

import datetime
from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from dashboard.components.stored_files import Stored
from loaders.manifest import EvalsetManifest, RunManifest

Manifest = EvalsetManifest | RunManifest
Row = dict[str, Any]

ITEM_KEY: Final = "item"
_ROW_HEIGHT: Final = 32
_MOST_ROWS: Final = 8
_COUNTED: Final = st.column_config.NumberColumn(format="localized")
_LOADED: Final = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", timezone="UTC")


def title_of(manifest: Manifest) -> str:
    """Name a manifest as the list and the URL do.

    Names hold letters, digits and `.-_@` alone, so this is plain text where it is no Markdown.
    """
    return f"{'evaluation set' if isinstance(manifest, EvalsetManifest) else 'run'} {manifest.name}"


def evalset_table(evalsets: Sequence[EvalsetManifest]) -> list[Row]:
    """Return one row an evaluation set."""
    return [
        {
            "name": e.name,
            "utterances": e.n_utterances,
            "slots": e.n_slots,
            "locales": e.n_locales,
            "domains": e.n_domains,
            "intents": e.n_intents,
            "rejected": e.n_rejected,
            "fingerprint": e.fingerprint,
            "loaded (UTC)": loaded_at(e),
            "by flipscope": e.flipscope_version,
        }
        for e in evalsets
    ]


def run_table(runs: Sequence[RunManifest]) -> list[Row]:
    """Return one row a run."""
    return [
        {
            "name": r.name,
            "evaluation set": r.evalset,
            "model version": r.model_version or "",
            "matched": r.alignment.n_matched,
            "missing": r.alignment.n_missing,
            "unknown": r.alignment.n_unknown,
            "duplicates": r.alignment.n_duplicates,
            "rejected": r.alignment.n_rejected,
            "fingerprint": r.fingerprint,
            "loaded (UTC)": loaded_at(r),
            "by flipscope": r.flipscope_version,
        }
        for r in runs
    ]


def loaded_at(manifest: Manifest) -> datetime.datetime | None:
    """Return when a file was loaded; None where its manifest does not say."""
    try:
        return datetime.datetime.fromisoformat(manifest.created_at).astimezone(datetime.UTC)
    except (TypeError, ValueError):
        return None


def choose_stored(stored: Stored) -> Manifest:
    """Show both tables and the list, runs by time of loading; return what is chosen, the latest run at first."""
    manifests: list[Manifest] = [*stored.runs, *stored.evalsets]
    items = {title_of(manifest): manifest for manifest in manifests}
    if stored.evalsets:
        _show_table("Evaluation sets", "evalset_table", evalset_table(stored.evalsets), stored.evalsets)
    if stored.runs:
        _show_table("Runs", "run_table", run_table(stored.runs), stored.runs)
    chosen = st.selectbox(
        "Show in full (or click a row above)",
        list(items),
        index=max(0, len(stored.runs) - 1),
        key=ITEM_KEY,
        bind="query-params",
        width=420,
    )
    return items[chosen]


def _show_table(heading: str, key: str, table: list[Row], manifests: Sequence[Manifest]) -> None:
    st.header(heading, anchor=False)
    counts = {column: _COUNTED for column, value in table[0].items() if isinstance(value, int)}
    config: dict[str, Any] = {**counts, "loaded (UTC)": _LOADED}
    st.dataframe(
        table,
        hide_index=True,
        row_height=_ROW_HEIGHT,
        height=_ROW_HEIGHT * (min(len(table), _MOST_ROWS) + 1) + 4,
        column_config=config,
        key=key,
        on_select=lambda: _choose_row(key, manifests),
        selection_mode="single-row",
        alt=f"{heading} with their counts; choose one to see it in full",
    )


def _choose_row(key: str, manifests: Sequence[Manifest]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(manifests):
        st.session_state[ITEM_KEY] = title_of(manifests[rows[0]])
