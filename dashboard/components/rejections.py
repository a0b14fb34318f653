"""The rows that a load did not take, by file, line, column and reason."""

import duckdb
import streamlit as st

from dashboard import wording
from dashboard.components.manifest_tables import Manifest
from dashboard.components.markdown_text import plain
from dashboard.components.stored_files import read_rejections
from loaders.errors import InputError
from loaders.manifest import EvalsetManifest
from loaders.warehouse import Warehouse


def show_rejections(warehouse: Warehouse, manifest: Manifest) -> None:
    """Show the rejected rows of a file; a sentence where there is none."""
    n_rejected = manifest.n_rejected if isinstance(manifest, EvalsetManifest) else manifest.alignment.n_rejected
    st.header("Rejected rows", anchor=False)
    if not n_rejected:
        st.caption("None: every row of its files was taken.")
        return
    try:
        rejections = read_rejections(warehouse, manifest)
    except (InputError, duckdb.Error, OSError) as error:
        st.error(plain(f"The rejected rows could not be read: {error}"), icon=":material/error:")
        return
    st.caption(describe(n_rejected, len(rejections)))
    table = [{"file": r.file, "line": r.line, "column": r.column, "reason": r.reason} for r in rejections]
    widths = {
        "line": st.column_config.NumberColumn(width="small"),
        "reason": st.column_config.TextColumn(width="large"),
    }
    st.dataframe(table, hide_index=True, column_config=widths, key="rejections", alt="Rejected rows with their reasons")


def describe(n_rejected: int, n_kept: int) -> str:
    """Say how many rows were rejected and how many of them are listed.

    >>> describe(1, 1)
    '1 row was rejected.'
    >>> describe(12_345, 10_000)
    '12,345 rows were rejected; a file keeps the first 10,000 of them word for word.'
    """
    said = f"{wording.plural(n_rejected, 'row')} {'was' if n_rejected == 1 else 'were'} rejected"
    if n_kept < n_rejected:
        said += f"; a file keeps the first {wording.count(n_kept)} of them word for word"
    return f"{said}."
