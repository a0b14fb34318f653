"""An export as a table: what a person reads first, then the answers to fill in, then the keys."""

from collections.abc import Iterator
from typing import Any, Final

from dashboard.exports.content import Content
from dashboard.exports.items import Item
from loaders.exchange import ANNOTATOR, ANSWER_KEYS, ITEM_KEYS, LEFT_OUT, SHOWN_KEYS, TELLING_KEYS, Blind

READ_FIRST: Final = ("text", "locale", *TELLING_KEYS)


def columns_of(blind: Blind) -> tuple[str, ...]:
    """Return the columns in order: what is shown, the answers, then what only the way back needs."""
    sent = [key for key in ITEM_KEYS if key not in LEFT_OUT[blind]]
    first = [key for key in READ_FIRST if key in sent]
    return (
        *first,
        *SHOWN_KEYS[blind],
        *ANSWER_KEYS,
        ANNOTATOR,
        *(key for key in ("n_traffic", "n_folded") if key in sent),
        *(key for key in sent if key not in (*READ_FIRST, "n_traffic", "n_folded")),
    )


def rows_of(content: Content, annotator: int) -> Iterator[dict[str, Any]]:
    """Yield the rows for one annotator, numbered from 1; the number stays out where each item has one row."""
    columns = columns_of(content.request.blind)
    number = str(annotator) if content.request.overlap > 1 else None
    for item in content.items():
        row = {**item.values, **_filled_in(item), ANNOTATOR: number}
        yield {column: row[column] for column in columns}


def all_rows(content: Content) -> Iterator[dict[str, Any]]:
    """Yield the rows of all annotators, one annotator after the other, so that each can be handed a stretch."""
    for annotator in range(1, content.request.overlap + 1):
        yield from rows_of(content, annotator)


def _filled_in(item: Item) -> dict[str, Any]:
    answers: dict[str, Any] = dict.fromkeys(ANSWER_KEYS)
    if item.prefill:
        answers |= {"true_intent": item.prefill.intent, "true_slots": item.prefill.slots}
    return answers
