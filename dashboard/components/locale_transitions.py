"""Where the answers went in each locale: the most frequent transitions among what broke, side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from analysis.transitions import Transition
from dashboard import wording
from dashboard.components.locale_links import flips_of
from dashboard.components.markdown_text import plain
from dashboard.state import View

TOP: Final = 5

Intents = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What broke in one locale: `changes` of the intent, the most frequent first; `n_kept` kept it, slots broke."""

    changes: tuple[tuple[Intents, int], ...]
    n_kept: int

    @property
    def n(self) -> int:
        """How many broke in all."""
        return self.n_kept + sum(n for _, n in self.changes)


def rank_changes(transitions: Sequence[Transition], locale: str) -> Ranking:
    """Count (baseline intent, candidate intent) of a locale over all golds."""
    counted: Counter[Intents] = Counter()
    for transition in transitions:
        if transition.values["locale"] == locale:
            counted[transition.baseline_intent, transition.candidate_intent] += transition.n
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0][0] or "", entry[0][1] or ""))
    changes = tuple((intents, n) for intents, n in ranked if intents[0] != intents[1])
    return Ranking(changes, sum(n for intents, n in ranked if intents[0] == intents[1]))


def show_locale_transitions(transitions: Sequence[Transition], locales: Sequence[str], view: View) -> None:
    """Show the top transitions of each locale, each leading to its flips."""
    counted = "requests (traffic)" if view.weight else "utterances"
    with st.container(border=True, key="locale_transitions_card", gap="small"):
        st.html(
            '<h2>Where the broken answers went</h2><div class="note muted">Baseline intent → candidate intent, the '
            f"{TOP} most frequent in each locale, with the number of {counted} that broke so.</div>"
        )
        with st.container(key="locale_transitions"):
            for index, locale in enumerate(locales):
                with st.container(key=f"locale_transitions_{index}", gap=None):
                    _show_column(rank_changes(transitions, locale), locale, view)


def _show_column(ranking: Ranking, locale: str, view: View) -> None:
    st.html(f"<h3><bdi>{escape(locale)}</bdi></h3>")
    for (baseline, candidate), n in ranking.changes[:TOP]:
        st.page_link(
            "pages/flips.py",
            label=f"**{wording.short_count(n)}** {change_label(baseline, candidate)}",
            query_params=flips_of(
                view, "negative_flip", locale=locale, baseline_intent=baseline, candidate_intent=candidate
            ),
        )
    st.html(f'<div class="note muted tabular">{describe_rest(ranking)}</div>')


def describe_rest(ranking: Ranking) -> str:
    """Say what the list leaves out, of how many.

    >>> describe_rest(Ranking((), 0)), describe_rest(Ranking((), 7))
    ('Nothing broke here.', '7 of 7 broke in their slots alone.')
    """
    if not ranking.n:
        return "Nothing broke here."
    n = wording.count(ranking.n)
    said = f"{wording.count(ranking.n_kept)} of {n} broke in their slots alone" if ranking.n_kept else f"{n} broke"
    if len(ranking.changes) > TOP:
        said = f"and {wording.plural(len(ranking.changes) - TOP, 'further transition')}; {said}"
    return f"{said}."


def change_label(baseline: str | None, candidate: str | None) -> str:
    """Return a transition in Markdown.

    >>> change_label("play", None)
    'play → (no prediction)'
    """
    return " → ".join(wording.NO_ANSWER if intent is None else plain(intent) for intent in (baseline, candidate))
