"""Downloads of what is listed: the rows that `flipscope flips` writes, made when asked for, up to a bound."""

from functools import partial
from io import StringIO
from typing import Final, Literal

import streamlit as st

from analysis.selection import Selection
from dashboard import cache, wording
from dashboard.commands.flip_output import write_csv, write_jsonl
from dashboard.commands.flip_rows import Listed, stream_rows
from dashboard.components.flip_address import Address
from dashboard.components.session import Chosen
from loaders.comparison import Comparison

MOST_ROWS: Final = 50_000
"""A browser gets a download in one piece, so the server holds it in memory; more is a matter for the command line."""

Format = Literal["csv", "jsonl"]
_TYPES: Final[dict[Format, str]] = {"csv": "text/csv", "jsonl": "application/x-ndjson"}


def show_download(chosen: Chosen, address: Address, n: int) -> None:
    """Offer the `n` listed utterances in their order as CSV and JSON lines."""
    view, comparison = chosen.view, chosen.comparison
    selection = cache.with_bands(comparison, address.flips.selection(view.unit))
    with st.popover("Download", icon=":material/download:", key="flip_download"):
        if n > MOST_ROWS:
            st.caption(
                f"The first {wording.count(MOST_ROWS)} of {wording.plural(n, 'utterance')}; "
                "the command `flipscope flips` writes them all."
            )
        for name in _TYPES:
            st.download_button(
                f"{wording.plural(min(n, MOST_ROWS), 'utterance')} as {name.upper()}",
                data=partial(export, comparison, selection, address.sort, name),
                file_name=f"flips-{view.baseline}-{view.candidate}.{name}",
                mime=_TYPES[name],
                key=f"flip_download_{name}",
                on_click="ignore",
                width="stretch",
            )


def export(comparison: Comparison, selection: Selection, sort: str, name: Format) -> bytes:
    """Return the listed rows as a file's content."""
    listed = Listed(selection, sort, descending=sort != "row", limit=MOST_ROWS)
    schema, batches = stream_rows(comparison, listed)
    stream = StringIO(newline="")
    if name == "csv":
        write_csv(schema, batches, stream, to_terminal=False)
    else:
        write_jsonl(batches, stream)
    return stream.getvalue().encode()
