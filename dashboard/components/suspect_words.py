"""The sentences of the page Annotation: how many golds look wrong, of how many, and by what they are filtered."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from analysis.annotation.audit import DETECTORS
from analysis.annotation.semantic_duplicates import SEMANTIC_DUPLICATES
from analysis.annotation.suspect_list import Shown
from analysis.annotation.suspect_table import SuspectTable
from analysis.text_search import is_expression
from dashboard import wording
from dashboard.components.suspect_address import SuspectAddress
from dashboard.figures.detector_words import detector_help, detector_name
from dashboard.figures.slot_marks import isolated

QUESTION: Final = "Is it the model, or the label?"

SHOWN_LABELS: Final[dict[Shown, str]] = {
    "likely": "Look wrong",
    "alone": "By the labels alone",
    "flagged": "Flagged",
    "all": "All",
}
SHOWN_HELP: Final = (
    "Look wrong: more likely wrong than right, by what such evidence was worth on sets whose errors are known. "
    "By the labels alone: the same, whatever the runs say; what Overview and Flips do not count as clean gold. "
    "Flagged: one detector is enough, and most of those are right. All: in the order of suspicion, flagged or not."
)

CAUTION: Final = "A suspect is a gold to look at, never one to correct by itself."
BLIND_SPOTS: Final = (
    "Models that were trained on the same wrong labels agree with them: such errors are not here.",
    "What everybody labels wrong in the same way contradicts nothing, so nothing here sees it.",
    "That both models agree is weak by itself: they may have learned the same mistake.",
    "A rare label may be the right one, and a translation may ask for something else.",
    "How suspect a gold is, was learned on other sets, whose errors are known. How many are wrong here, only people "
    "can say, who judge a sample that chance drew.",
)
"""What the numbers cannot see, in the reader's words."""


def title_of(n: int, n_all: int, address: SuspectAddress) -> str:
    """Return the title as HTML: the question, and its answer in numbers; `n` of `n_all` are listed."""
    things = "gold" if n == 1 else "golds"
    looks = {
        "likely": "looks wrong" if n == 1 else "look wrong",
        "alone": "looks wrong by the labels alone" if n == 1 else "look wrong by the labels alone",
        "flagged": "is flagged" if n == 1 else "are flagged",
        "all": "in order of suspicion",
    }[address.asked.shown]
    number = wording.count(n) if n else "No"
    of = f" in {wording.count(n_all)}"
    return f"{QUESTION} {number} {things}{of} {looks}"


def lede_of(table: SuspectTable, n_all: int, n_broke: int | None, evalset: str) -> str:
    """Return the line under the title as HTML; `n_broke` negative flips are among those that look wrong."""
    likely, flagged = int(table.likely.sum()), int(table.flagged.sum())
    are = "is" if likely == 1 else "are"
    share = f"{wording.percent(likely / n_all)} of " if n_all else ""
    told = (
        f"{isolated(evalset)} · {wording.count(likely)} ({share}{wording.plural(n_all, 'gold')}) {are} more likely "
        f"wrong than right; at least one detector flags {wording.count(flagged)}"
    )
    return f"{told} · {wording.plural(n_broke, 'negative flip')} among the {wording.count(likely)}" if n_broke else told


def chips_of(address: SuspectAddress) -> dict[str, str]:
    """Return each active filter by its parameter, in words: `{"locale": "locale: de-DE"}`."""
    asked = address.asked
    found = {
        column: f"{column.replace('_', ' ')}: {_listed(value or '(empty)' for value in values)}"
        for column, values in asked.where
    }
    if asked.pairs:
        found["pair"] = f"label: {_listed(pair.replace(' -> ', ' → ') for pair in asked.pairs)}"
    if asked.detectors:
        found["detector"] = f"flagged by: {wording.listed([detector_name(name) for name in asked.detectors])}"
    if asked.since or asked.until:
        found["days"] = _days(asked.since, asked.until)
    if address.only_broke:
        found["flips"] = "broke"
    if address.search:
        found["q"] = f"{'expression' if is_expression(address.search) else 'text'}: {wording.shortened(address.search)}"
    return found


def _listed(names: Iterable[str]) -> str:
    return wording.shortened(wording.listed(list(names)))


def _days(since: str, until: str) -> str:
    if since and until:
        return f"day: {since}" if since == until else f"days: {since} to {until}"
    return f"since {since}" if since else f"until {until}"


_ABSENT: Final = {
    "annotator": ("who labelled what", "suspects by annotator, and since when an annotator labels otherwise"),
    "annotated_at": ("when", "suspects over time, and the days on which labels changed"),
    "parallel_id": ("which requests are the same", "each suspect beside the same request in other locales"),
}


def absent_html(absent: Sequence[str]) -> str:
    """Return what the set does not say, and what the page would show if it did; "" where it says all."""
    told = [(column, *_ABSENT[column]) for column in _ABSENT if column in absent]
    if not told:
        return ""
    points = "".join(
        f"<li>With <code>{column}</code>, {escape(what)}, there would be {escape(shown)}.</li>"
        for column, what, shown in told
    )
    return f'<div class="absent muted"><h2>What this set does not say</h2><ul>{points}</ul></div>'


def detectors_html() -> str:
    """Return what an audit looks at, detector by detector; the page asks no language model."""
    points = "".join(
        f"<li><b>{escape(detector_name(one))}</b> {escape(detector_help(one))}</li>"
        for one in DETECTORS
        if one != SEMANTIC_DUPLICATES
    )
    return f'<div class="looks-at"><h2>What it looks at</h2><ul>{points}</ul></div>'


def steps_html(steps: Sequence[str]) -> str:
    """Return the steps of an audit that began, the last of which it is at.

    >>> steps_html(["reading", "near duplicates"])
    '<ol class="steps"><li><span aria-hidden="true">✓ </span>reading</li><li><b>near duplicates…</b></li></ol>'
    """
    done = "".join(f'<li><span aria-hidden="true">✓ </span>{escape(step)}</li>' for step in steps[:-1])
    at = f"<li><b>{escape(steps[-1])}…</b></li>" if steps else ""
    return f'<ol class="steps">{done}{at}</ol>'


def cautions_html() -> str:
    """Return the caution that is always there, and what it hides until it is opened."""
    points = "".join(f"<li>{escape(one)}</li>" for one in BLIND_SPOTS)
    return (
        f'<details class="cautions"><summary><b>{escape(CAUTION)}</b> <span>What these numbers cannot see</span>'
        f"</summary><ul>{points}</ul></details>"
    )
