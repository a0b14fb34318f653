"""Columns whose values are whole JSON documents, such as the judgements of an utterance: nothing to slice by."""

import json
from collections.abc import Iterable
from typing import Any, Final

import narwhals as nw

from analysis.frames import collect_rows

_MOST_READ: Final = 100


def document_columns(lazy: nw.LazyFrame[Any], columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of text that hold JSON objects or arrays in each of their first 100 values, null left out.

    A column without a value holds none.
    """
    types = lazy.collect_schema()
    return tuple(column for column in columns if types[column] == nw.String and _holds_documents(lazy, column))


def _holds_documents(lazy: nw.LazyFrame[Any], column: str) -> bool:
    rows = collect_rows(lazy.select(value=nw.col(column)).filter(~nw.col("value").is_null()).head(_MOST_READ))
    return bool(rows) and all(is_document(row["value"]) for row in rows)


def is_document(text: str) -> bool:
    """Is this a JSON object or array?

    >>> is_document('[{"worker": 3}]'), is_document("[alarm]"), is_document("17")
    (True, False, False)
    """
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
