"""Verdicts come back on the page: a file is uploaded, imported and reported as on the command line."""

import tempfile
from html import escape
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from analysis.graphemes import is_border
from dashboard.components.markdown_text import plain
from dashboard.components.session import current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.import_report import describe_import, headline
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.judgement_text import MAX_ANNOTATOR
from loaders.verdicts.importing import ImportOptions, import_verdicts, parse_annotators
from loaders.verdicts.report import ImportReport

_Outcome = tuple[Literal["new", "nothing", "refused"], str, list[str]]

_FILES: Final = "verdict_files"
_ANNOTATOR: Final = "verdict_annotator"
_WANTED: Final = "_verdict_import_wanted"
_OUTCOME: Final = "_verdict_import"
_UPLOAD_MB: Final = 100
_HELP: Final = (
    "An export of Label Studio (JSON, JSON_MIN, CSV), Argilla (records, flat), doccano (zip or JSONL) or Prodigy "
    "(db-out), or a table exported from here, filled in. The command `flipscope import-verdicts` takes the same files, "
    "of any size."
)
_NAME_HELP: Final = (
    "For files that do not say who judged. To give another name to somebody in the file write NAME_IN_FILE=name, "
    "several separated by commas."
)


def show_upload() -> None:
    """Show the form, and what became of the last import of this session; who may only look is told so."""
    with st.container(border=True, key="verdict_upload", gap="small"):
        st.html("<h2>Bring verdicts back</h2>")
        if not may_write():
            st.caption("You may look, but not import verdicts; ask whoever runs this dashboard.")
            return
        with st.form("verdict_form", border=False, clear_on_submit=True):
            st.file_uploader(
                "Files of an annotation tool",
                accept_multiple_files=True,
                key=_FILES,
                help=_HELP,
                max_upload_size=_UPLOAD_MB,
            )
            st.text_input("Who judged (optional)", key=_ANNOTATOR, max_chars=5 * MAX_ANNOTATOR, help=_NAME_HELP)
            st.form_submit_button("Import", on_click=_want_import, icon=":material/upload:")
        _import_wanted()
        _show_outcome()


def _want_import() -> None:
    """Keep what the form holds, for a callback: the form is empty when the page is drawn again."""
    st.session_state[_WANTED] = (st.session_state.get(_FILES) or [], st.session_state.get(_ANNOTATOR) or "")


def _import_wanted() -> None:
    """Import what was uploaded, and draw the page anew with it; runs only for those who may write."""
    wanted: tuple[list[Any], str] | None = st.session_state.pop(_WANTED, None)
    if wanted is None:
        return
    files, annotators = wanted
    if not files:
        st.session_state[_OUTCOME] = ("refused", "Choose a file first.", [])
        return
    with st.spinner("Importing…"):
        st.session_state[_OUTCOME] = _outcome(files, annotators)
    st.rerun()


def _outcome(files: list[Any], annotators: str) -> _Outcome:
    """Import files; return what became of them, the headline, and the lines of the report."""
    names: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="flipscope-") as folder:
        for number, file in enumerate(files):
            # The name is the browser's and goes into no path.
            path = Path(folder) / f"{number}.upload"
            path.write_bytes(file.getvalue())
            names[shown(path)] = shown(file.name)
        try:
            default, others = parse_annotators([part.strip() for part in annotators.split(",") if part.strip()])
            options = ImportOptions(annotator=default, names=others)
            report = import_verdicts(current_warehouse(), list(names), options, is_border, lambda _step, _n: None)
        except InputError as error:
            return "refused", _as_named(str(error), names), []
    lines = [_as_named(line, names) for line in describe_import(report)]
    return "refused" if report.refused else "new" if report.n_new else "nothing", _headline(report), lines


def _headline(report: ImportReport) -> str:
    said = headline(report)
    return f"{said[0].upper()}{said[1:]}."


def _as_named(text: str, names: dict[str, str]) -> str:
    for path, name in names.items():
        text = text.replace(path, name)
    return text


def _show_outcome() -> None:
    outcome: _Outcome | None = st.session_state.get(_OUTCOME)
    if outcome is None:
        return
    kind, said, lines = outcome
    if kind == "new":
        st.success(plain(said), icon=":material/check:")
    elif kind == "nothing":
        st.info(plain(said), icon=":material/info:")
    else:
        st.error(plain(said), icon=":material/error:")
    if lines:
        text = escape("\n".join(map(shown, lines)))
        st.html(f'<pre class="import-report" tabindex="0" aria-label="Report of the import">{text}</pre>')
