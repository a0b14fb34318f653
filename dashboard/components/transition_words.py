"""What the Transitions page says in words: the most frequent move, how many moved, and how many kept their intent."""

from collections.abc import Mapping
from html import escape
from typing import Final

from analysis.intent_moves import Intents, Moves, Place
from analysis.intervals import wilson
from dashboard import wording
from dashboard.components.markdown_text import plain
from dashboard.components.tiles import Tile
from dashboard.components.transition_results import Shown
from dashboard.figures.move_words import intent_name
from dashboard.state import View

SHOWN_LABELS: Final[dict[Shown, str]] = {"broke": "Broke", "fixed": "Fixed", "changed": "All changed"}

_DONE: Final = {"broke": "broke", "fixed": "was fixed"}
_SUBJECT: Final[dict[Shown, str]] = {"broke": "What broke", "fixed": "What was fixed", "changed": "What changed"}


def title_of(moves: Moves, shown: Shown, locale: str | None, places: Mapping[Intents, Place]) -> str:
    """Return the title as Markdown: the most frequent transition, and where it mostly is."""
    subject = _SUBJECT[shown] + (f" in {plain(locale)}" if locale else "")
    if not moves.moves:
        at = f" in {plain(locale)}" if locale else ""
        if shown == "changed":
            return f"No intent changed{at}."
        return f"{subject} kept its intent." if moves.n_kept else f"Nothing {_DONE[shown]}{at}."
    first = moves.moves[0]
    before, after = (plain(intent_name(intent)) for intent in first.intents)
    place = places.get(first.intents)
    mostly = f", mostly in {plain(place.locale)}" if place else ""
    n_all = moves.n + moves.n_kept
    if shown != "changed" and 2 * moves.n_kept > n_all:
        at = f" in {plain(locale)}" if locale else ""
        alone = f"{wording.percent(moves.n_kept / n_all, 0)} of what {_DONE[shown]}{at}"
        return f"{alone} kept its intent; the rest went most often from {before} to {after}{mostly}."
    return f"{subject} went most often from {before} to {after}{mostly}."


def lede_of(moves: Moves, view: View, shown: Shown, n_all: int) -> str:
    """Return the sentence below the title as HTML."""
    things = "requests" if view.weight else "utterances"
    baseline, candidate = escape(view.baseline), escape(view.candidate)
    n = wording.count(moves.n)
    said = f"<b>{n}</b> of {wording.count(n_all)} {things} got another intent from <bdi>{candidate}</bdi> than from "
    said += f"<bdi>{baseline}</bdi>"
    if shown == "changed":
        return f"{said}, right or wrong."
    verb = "broke" if shown == "broke" else "were fixed"
    kept = f"; {wording.count(moves.n_kept)} more {verb} with the same intent, in their slots" if moves.n_kept else ""
    return f"{said} and {verb}{kept}."


def tiles_of(moves: Moves, view: View, shown: Shown, n_all: int, places: Mapping[Intents, Place]) -> list[Tile]:
    """Return how many moved, of all and of what is shown; how many different moves; how concentrated they are."""
    things = "requests" if view.weight else "utterances"
    selected = moves.n + moves.n_kept
    top = sum(move.n for move in moves.moves[:3])
    intents = {intent for move in moves.moves for intent in move.intents}
    tone = "broke" if shown == "broke" else "fixed" if shown == "fixed" else ""
    return [
        _share(f"{SHOWN_LABELS[shown]}, another intent", moves.n, n_all, things, bool(view.weight), tone),
        *(
            [
                _share(
                    "Of what " + ("broke" if shown == "broke" else "was fixed"),
                    moves.n,
                    selected,
                    "with another intent",
                    bool(view.weight),
                )
            ]
            if shown != "changed"
            else []
        ),
        Tile(
            "Transitions",
            wording.count(len(moves.moves)),
            f"among {wording.plural(len(intents), 'intent')}",
            "Different pairs of baseline intent and candidate intent.",
        ),
        _share("The three largest", top, moves.n, "of those", bool(view.weight)),
        Tile(
            "Mostly in one locale",
            wording.count(len(places)),
            "of them, hardly by chance",
            "Transitions of which more than half are of one locale, and more than chance would put there: Fisher's "
            "exact test, adjusted for locales and transitions.",
        ),
    ]


def _share(label: str, n: int, n_all: int, note: str, weighted: bool, tone: str = "") -> Tile:
    interval = None if weighted else wilson(n, n_all)
    return Tile(
        label,
        wording.percent(n / n_all if n_all else None),
        f"{wording.count(n)} of {wording.count(n_all)} {note}",
        tone="broke" if tone == "broke" else "fixed" if tone == "fixed" else "",
        interval="" if weighted else wording.limits(interval, 1),
    )
