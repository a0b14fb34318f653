"""The n-best lists of both runs side by side, and the further columns of an utterance, as HTML tables."""

from collections.abc import Sequence
from typing import Final

from dashboard import wording
from dashboard.figures.slot_marks import isolated, spoken
from dashboard.figures.utterance import Guess, Utterance

_MOST: Final = 5
_GOLD: Final = '<span class="gold-sign" aria-hidden="true" title="gold">◆ </span>'


def nbest_tables(utterance: Utterance, baseline: str, candidate: str) -> str:
    """Return both lists with scores as bars, the gold intent highlighted; nothing where no run has one."""
    lists = ((baseline, utterance.baseline.nbest), (candidate, utterance.candidate.nbest))
    if not any(guesses for _, guesses in lists):
        return ""
    return f'<div class="nbest">{"".join(_table(run, guesses, utterance.intent) for run, guesses in lists)}</div>'


def _table(run: str, guesses: Sequence[Guess], gold: str) -> str:
    rows = "".join(_guess(guess, gold) for guess in guesses[:_MOST])
    if not rows:
        rows = '<tr><td class="muted">no n-best list</td></tr>'
    left = len(guesses) - _MOST
    more = f'<tr><td class="muted">and {left} more</td><td></td><td></td></tr>' if left > 0 else ""
    told = f" · {_GOLD}gold" if any(guess.intent == gold for guess in guesses[:_MOST]) else ""
    return f"<table><caption>{isolated(run)}{told}</caption><tbody>{rows}{more}</tbody></table>"


def _guess(guess: Guess, gold: str) -> str:
    is_gold = guess.intent == gold
    width = 0.0 if guess.score is None else 100 * min(max(guess.score, 0.0), 1.0)
    score = wording.UNDEFINED if guess.score is None else f"{guess.score:.2f}"
    return (
        f"<tr{' class=gold' if is_gold else ''}><td>{_GOLD if is_gold else ''}{isolated(guess.intent)}"
        f"{spoken(' (gold)') if is_gold else ''}</td>"
        f'<td><span class="bar"><span style="width:{width:.0f}%"></span></span></td><td>{score}</td></tr>'
    )


def column_table(columns: Sequence[tuple[str, str]]) -> str:
    """Return names and values; a very long value is cut, and says so. Nothing where there is none."""
    rows = "".join(f"<tr><th>{isolated(name)}</th><td>{isolated(value)}</td></tr>" for name, value in columns)
    return f'<table class="columns"><tbody>{rows}</tbody></table>' if rows else ""
