"""How the rows of a run met its evaluation set: what matched, what did not, and which of two counted."""

from html import escape
from typing import Final

import streamlit as st

from dashboard import wording
from dashboard.components.markdown_text import plain
from dashboard.components.tiles import Tile, show_tiles
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.schema import MissingPolicy

_MISSING: Final[dict[MissingPolicy, str]] = {
    "error": "A missing prediction counts as an error of this run (loaded with --missing error).",
    "drop": "An utterance without a prediction is left out of every comparison with this run "
    "(loaded with --missing drop).",
}


def show_alignment(run: RunManifest, evalset: EvalsetManifest | None) -> None:
    """Show the report of a run, and whether it still belongs to the evaluation set of that name."""
    st.header("Alignment with the evaluation set", anchor=False)
    problem = describe_mismatch(run, evalset)
    if problem:
        st.warning(plain(problem), icon=":material/sync_problem:")
    show_tiles(alignment_tiles(run))
    st.html(f'<div class="alignment muted tabular">{explain_alignment(run)}</div>')


def describe_mismatch(run: RunManifest, evalset: EvalsetManifest | None) -> str:
    """Say why a run cannot be compared; nothing where it can."""
    if evalset is None:
        return f"Its evaluation set '{run.evalset}' is not in this warehouse, so the run cannot be compared."
    if evalset.fingerprint != run.evalset_fingerprint:
        return (
            f"The evaluation set '{run.evalset}' has another content by now ({evalset.fingerprint}, "
            f"then {run.evalset_fingerprint}): load the run again to compare it."
        )
    return ""


def alignment_tiles(run: RunManifest) -> list[Tile]:
    """Return the counts of the report, each with its share of what it is counted in."""
    found = run.alignment
    n_utterances = found.n_matched + found.n_missing
    n_read = found.n_rows + found.n_rejected
    return [
        Tile("Matched", wording.count(found.n_matched), f"{share(found.n_matched, n_utterances)} utterances"),
        Tile("Missing", wording.count(found.n_missing), f"{share(found.n_missing, n_utterances)} utterances"),
        Tile("Unknown", wording.count(found.n_unknown), f"{share(found.n_unknown, found.n_rows)} predictions"),
        Tile("Duplicates", wording.count(found.n_duplicates), f"{share(found.n_duplicates, found.n_rows)} predictions"),
        Tile("Rejected", wording.count(found.n_rejected), f"{share(found.n_rejected, n_read)} rows"),
    ]


def share(n: int, total: int) -> str:
    """Write a share and what it is of; neither all nor nothing is claimed by rounding.

    >>> share(13077, 13078), share(1, 100_000), share(0, 5), share(0, 0)
    ('99.99 % of 13,078', '< 0.01 % of 100,000', '0.00 % of 5', '– of 0')
    """
    rate = n / total if total else None
    if rate is not None and 0 < rate < 0.00005:
        said = "< 0.01 %"
    elif rate is not None and 0.99995 <= rate < 1:
        said = "> 99.99 %"
    else:
        said = wording.percent(rate, 2)
    return f"{said} of {wording.count(total)}"


def explain_alignment(run: RunManifest) -> str:
    """Say in HTML what became of each kind of row, with the first ids of it."""
    found = run.alignment
    said = [_MISSING.get(run.missing_policy, escape(str(run.missing_policy)))]
    if found.n_missing:
        said.append(_examples("No prediction for", found.missing_examples, found.n_missing))
    if found.n_unknown:
        said.append(_examples("Not in the evaluation set, so left out:", found.unknown_examples, found.n_unknown))
    if found.n_duplicates:
        counted = escape(str(found.duplicate_counted))
        said.append(f"Of several predictions for one utterance the {counted} counted.")
        said.append(_examples("Predicted again:", found.duplicate_examples, found.n_duplicates))
    return "<br>".join(said)


def _examples(what: str, ids: tuple[str, ...], n: int) -> str:
    shown = ", ".join(f"<code>{escape(str(key))}</code>" for key in ids)
    more = f" and {wording.count(n - len(ids))} more" if n > len(ids) else ""
    return f"{what} {shown}{more}."
