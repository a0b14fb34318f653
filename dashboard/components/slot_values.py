"""One slot's values: what the broken ones became, each with an utterance that shows it."""

from typing import Final

import streamlit as st

from analysis.changes import NOTHING
from analysis.other_names import OtherNames
from analysis.slot_report import SlotReport
from analysis.value_changes import ValueChange
from dashboard import wording
from dashboard.components.choice import read_choice, write_choices
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from dashboard.components.slot_results import other_names, value_changes
from dashboard.figures.slot_marks import isolated
from dashboard.state import FlipFilter, View
from loaders.schema import MOVED, RENAMED, REPLACED, Outcome

PAGE_SIZE: Final = 10
_MOST_NAMES: Final = 3

_KINDS: Final = {MOVED: "boundary moved", REPLACED: "another value", RENAMED: "under another name"}


def slot_view(view: View) -> View:
    """Return the view in which a slot's flips are listed: by all slots of the utterance, whatever its intent."""
    return View(view.evalset, view.baseline, view.candidate, "slots", view.weight)


def flips_with(slot_name: str, outcome: Outcome, locale: str | None = None) -> FlipFilter:
    """Return the filter of the utterances that have this slot in gold.

    >>> flips_with("time", "negative_flip").parameters()
    {'where': ['has_slot=time']}
    """
    where = [] if locale is None else [("locale", (locale,))]
    return FlipFilter((outcome,), (*where, ("has_slot", (slot_name,))))


def show_slot_values(chosen: Chosen, report: SlotReport) -> None:
    """Let choose a slot, and show what its broken values became, the most frequent first."""
    names = tuple(row.name for row in report.rows if row.slice.counts.n)
    with st.container(border=True, key="slot_values", gap="small"):
        st.html(
            '<h2>What became of its values</h2><div class="note muted">Values that the baseline gave rightly and the '
            "candidate does not. Each leads to an utterance that shows it.</div>"
        )
        name = st.selectbox("Slot", names, key=read_choice("slot", names, names[0])) or names[0]
        write_choices({"slot": None if name == names[0] else name})
        view = slot_view(chosen.view)
        st.page_link(
            "pages/flips.py",
            label=f"List what broke where gold has {plain(name)}",
            icon=":material/list:",
            query_params=view.parameters() | flips_with(name, "negative_flip").parameters(),
        )
        changes = value_changes(chosen.comparison, name, chosen.view.weight)
        if not changes:
            st.html('<div class="note muted">None of them broke.</div>')
            return
        renamed = any(change.state == RENAMED for change in changes)
        others = other_names(chosen.comparison, name, chosen.view.weight) if renamed else {}
        _show_page(name, changes, others, view)


def _show_page(name: str, changes: tuple[ValueChange, ...], names: OtherNames, view: View) -> None:
    n_pages = -(-len(changes) // PAGE_SIZE)
    rows = st.container(key="value_rows", gap=None)
    page = st.pagination(n_pages, key=f"value_page_{name}_{n_pages}") if n_pages > 1 else 1
    with rows:
        for index, change in enumerate(changes[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]):
            flips = flips_with(name, "negative_flip").parameters() | {"row": str(change.row)}
            with st.container(key=f"value_row_{index}", gap=None):
                st.page_link("pages/flips.py", label=change_label(change), query_params=view.parameters() | flips)
                st.html(
                    f'<span class="tabular"><b>{wording.count(change.n)}</b></span> '
                    f'<span class="muted note">{kind_of(change, names)}</span>'
                )


def kind_of(change: ValueChange, names: OtherNames) -> str:
    """Say in HTML what kind of change it is; where the value stands under another name, which, and how often.

    >>> kind_of(ValueChange("five", None, RENAMED, 4, 4, 0), {"five": (("day", 3), ("date", 1))})
    'under another name: <bdi dir="auto">day</bdi> 3, <bdi dir="auto">date</bdi> 1'
    """
    kind = _KINDS.get(change.state, "missed")
    others = names.get(change.gold_value, ()) if change.state == RENAMED else ()
    if not others:
        return kind
    told = ", ".join(f"{isolated(name)} {wording.count(n)}" for name, n in others[:_MOST_NAMES])
    n_more = len(others) - _MOST_NAMES
    return f"{kind}: {told} and {wording.plural(n_more, 'more name')}" if n_more > 0 else f"{kind}: {told}"


def change_label(change: ValueChange) -> str:
    r"""Return a change in Markdown.

    >>> change_label(ValueChange("five am", "five", "b", 3, 3, 0)).replace("\u2068", "").replace("\u2069", "")
    'five am → five'
    """
    after = NOTHING if change.candidate_value is None else _isolated(change.candidate_value)
    return f"{_isolated(change.gold_value)} → {after}"


def _isolated(value: str) -> str:
    # Markdown has no <bdi>: the characters that isolate a text keep the arrow between values of any script.
    return f"\N{FIRST STRONG ISOLATE}{plain(value)}\N{POP DIRECTIONAL ISOLATE}"
