"""Utterances with their gold for tests of the detectors: written on one line each, read as the detectors read them."""

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from analysis.annotation.golds import Golds, read_golds
from analysis.frames import Row
from loaders.normalise import normalise

_SLOT = pa.struct([("name", pa.string()), ("value", pa.string()), ("start", pa.int64()), ("end", pa.int64())])


def gold(annotated: str, intent: str = "alarm", locale: str = "en-US", **further: Any) -> Row:
    """Return an utterance whose slots are written into its text: `wake me at [time:five am]`."""
    text, slots = "", []
    for plain, name, value in re.findall(r"([^\[]*)(?:\[([^:\]]*):([^\]]*)\])?", annotated):
        text += plain
        if name:
            slots.append({"name": name, "value": value, "start": len(text), "end": len(text) + len(value)})
        text += value
    return {"locale": locale, "intent": intent, "text": text, "slots": slots, **further}


def golds_of(rows: Sequence[Row], starts: bool = True, further: Sequence[str] = ()) -> Golds:
    """Read rows, numbered from 0; without `starts` the places of the slots are not told."""
    return read_golds(table_of(rows, starts), normalise, further)


def table_of(rows: Sequence[Row], starts: bool = True) -> pa.Table:
    """Return the rows as a frame."""
    numbered = [{"row": number, **row} for number, row in enumerate(rows)]
    if not starts:
        hidden = {"start": None, "end": None}
        numbered = [{**row, "slots": [{**slot, **hidden} for slot in row["slots"]]} for row in numbered]
    names = list(numbered[0]) if numbered else ["row", "locale", "intent", "text", "slots"]
    kinds = {"row": pa.int64(), "slots": pa.list_(_SLOT)}
    return pa.Table.from_pylist(numbered, pa.schema([(name, kinds.get(name, pa.string())) for name in names]))
