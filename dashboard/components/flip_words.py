"""The sentences of the Flips page: what is listed, of how many, filtered by what."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from analysis.bands import FREQUENCY_BAND
from analysis.derived import GOLD, HAS_SLOT, SWING, VERDICT
from analysis.text_search import is_expression
from dashboard import wording
from dashboard.components.flip_address import Sort
from dashboard.components.markdown_text import parted
from dashboard.figures.judgements import STANDING_WORDS
from dashboard.figures.slot_marks import isolated
from dashboard.state import FlipFilter
from loaders.schema import OUTCOMES, Outcome

SORT_LABELS: Final[dict[Sort, str]] = {
    "frequency": "Most traffic",
    "row": "Order of the set",
    "confidence_drop": "Confidence lost",
    "surprise": "Most surprising",
}

_SORT_HELP: Final = (
    "Confidence lost: the baseline's confidence less the candidate's. "
    "Most surprising: how unlikely what both runs did was by their own confidence (-log2 p, added up)."
)

_FATES: Final[dict[frozenset[Outcome], tuple[str, str]]] = {
    frozenset({"negative_flip"}): ("broke", "broke"),
    frozenset({"positive_flip"}): ("was fixed", "were fixed"),
    frozenset({"negative_flip", "positive_flip"}): ("flipped", "flipped"),
    frozenset({"both_correct"}): ("is right in both", "are right in both"),
    frozenset({"both_wrong_same"}): (
        "is wrong in both, with the same answer",
        "are wrong in both, with the same answer",
    ),
    frozenset({"both_wrong_different"}): ("is wrong in both, differently", "are wrong in both, differently"),
    frozenset({"both_wrong_same", "both_wrong_different"}): ("is wrong in both", "are wrong in both"),
}
"""What became of one utterance, and of several, by the outcomes that are listed."""


def sort_help(has_traffic: bool) -> str:
    """Explain the orders of the list; traffic where the set knows it."""
    return f"Most traffic: how often an utterance is asked. {_SORT_HELP}" if has_traffic else _SORT_HELP


def title(n: int, flips: FlipFilter) -> str:
    """Return the title as HTML: how many utterances, what became of them, and where."""
    number = wording.plural(n, "utterance") if n else "No utterance"
    conditions = "".join(map(_condition, flips.where))
    fate = _fate(n, flips.outcomes)
    if not n and is_expression(flips.search):
        of_fate = "" if fate == "is there" else f" {fate}" if fate.startswith("(") else f" that {fate}"
        return f"{number}{of_fate}{_causes(flips)}{conditions} matches {isolated(flips.search)}"
    return f"{number} {fate}{_causes(flips)}{conditions}{_search(flips.search)}".strip()


def _fate(n: int, outcomes: tuple[Outcome, ...]) -> str:
    if len(set(outcomes)) in (0, len(OUTCOMES)):
        return "" if n else "is there"
    one, many = _FATES.get(frozenset(outcomes), ("", ""))
    if one:
        return one if n < 2 else many
    return f"({' or '.join(wording.OUTCOME_LABELS[outcome] for outcome in outcomes)})"


def _causes(flips: FlipFilter) -> str:
    return f": {wording.listed([wording.CAUSE_LABELS[cause] for cause in flips.causes])}" if flips.causes else ""


def _condition(condition: tuple[str, tuple[str, ...]]) -> str:
    column, values = condition
    if column == HAS_SLOT:
        return f", {_slots(values, isolated)}"
    shown = isolated(wording.listed(_named(column, values)))
    return f" in {shown}" if column == "locale" else f", {escape(column_label(column))} {shown}"


def _slots(values: tuple[str, ...], written: Callable[[str], str] = str) -> str:
    named = [value for value in values if value]
    said = [f"with the slot{'s' if len(named) > 1 else ''} {written(wording.listed(named))}"] if named else []
    return " and ".join([*said, *(["without slots"] if "" in values else [])])


def _named(column: str, values: tuple[str, ...]) -> list[str]:
    """Return values as they are shown."""
    labels = _VALUE_LABELS.get(column, {})
    return [labels.get(value, value) or "(empty)" for value in values]


_VALUE_LABELS: Final = {SWING: wording.SWING_LABELS, VERDICT: STANDING_WORDS, GOLD: wording.GOLD_LABELS}
_LABELS: Final = {FREQUENCY_BAND: "frequency", SWING: "confidence in the right intent"}
"""Columns that are named otherwise than they are called."""


def column_label(column: str) -> str:
    """Return a column as it is shown: `candidate_intent` as `candidate intent`."""
    return _LABELS.get(column, column.replace("_", " "))


def _search(text: str) -> str:
    if is_expression(text):
        return f", the text matches {isolated(text)}"
    return f", with “{isolated(text)}” in the text" if text else ""


def chips(flips: FlipFilter) -> dict[str, str]:
    """Return each active filter by its parameter, in words: `{"locale": "locale: de-DE"}`."""
    found: dict[str, str] = {}
    if flips.outcomes and set(flips.outcomes) != set(OUTCOMES):
        found["outcome"] = f"outcome: {wording.listed([wording.OUTCOME_LABELS[one] for one in flips.outcomes])}"
    if flips.causes:
        found["cause"] = f"cause: {wording.listed([wording.CAUSE_LABELS[cause] for cause in flips.causes])}"
    for column, values in flips.where:
        if column == HAS_SLOT:
            found[column] = wording.shortened(_slots(values))
        else:
            found[column] = f"{column_label(column)}: {wording.shortened(wording.listed(_named(column, values)))}"
    if flips.search:
        found["q"] = f"{'expression' if is_expression(flips.search) else 'text'}: {wording.shortened(flips.search)}"
    return found


def share(n: int, n_all: int, runs: Sequence[str], judged_by: str) -> str:
    """Return the line under the title as HTML: of how many utterances, between which runs, judged by what."""
    part = f"{wording.percent(n / n_all)} of " if n_all and n != n_all else ""
    arrow = " → ".join(map(isolated, runs))
    return f"{part}{wording.plural(n_all, 'utterance')} · {arrow} · judged by {escape(judged_by)}"


def plain_label(text: str) -> str:
    """Return text as a label that shows it letter by letter: Streamlit reads labels as Markdown.

    >>> plain_label("*a* $x$")
    '\\\\*a\\\\* \\\\$x\\\\$'
    """
    one_line = parted(" ".join(text.split()))
    return "".join(f"\\{letter}" if letter in _MARKDOWN else letter for letter in one_line)


_MARKDOWN: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
