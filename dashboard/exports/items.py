"""What an export hands out: items as the annotator meets them, one after the other in constant memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import pyarrow as pa

from analysis.changes import NOTHING
from analysis.frames import Row
from analysis.outcomes import columns_needed, outcome_of
from analysis.placement import Slot, Span, place
from dashboard.exports.request import SOURCES, Request, Source
from loaders import sql
from loaders.comparison import Comparison
from loaders.exchange import LEFT_OUT, SHOWN_KEYS, answer_order, item_id, text_sha, write_slots
from loaders.formats.slots import Slot as Named
from loaders.schema import ROLES, paired

_BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Prefill:
    """An answer filled in ahead: its slots where they stand in the text; `n_unplaced` of them stand nowhere."""

    agent: str
    intent: str | None
    spans: tuple[tuple[int, int, str], ...]
    slots: str
    n_unplaced: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what is sent, by the keys of `loaders.exchange`, and what is filled in ahead."""

    values: Mapping[str, Any]
    prefill: Prefill | None

    @property
    def id(self) -> str:
        """The item's own key, opaque."""
        return str(self.values["item_id"])

    @property
    def text(self) -> str:
        """The text, unchanged."""
        return str(self.values["text"])


@dataclass(frozen=True, slots=True)
class Made:
    """What all items of an export have in common."""

    export_id: str
    request: Request
    names: Mapping[str, str]
    blind_key: str | None


def stream_items(opened: Comparison, chosen: pa.Table, made: Made) -> Iterator[Item]:
    """Yield the items of the `chosen` rows (`row`, `place`, `n_folded`, `n_traffic`) in the order of `place`."""
    for batch in _query(opened, chosen, made.request).to_arrow_reader(_BATCH):
        for row in batch.to_pylist():
            yield _item(row, made)


def _query(opened: Comparison, chosen: pa.Table, request: Request) -> duckdb.DuckDBPyRelation:
    frames = ("intent", "slots", *(paired(role, column) for role in ROLES for column in ("intent", "slots")))
    judged = columns_needed(request.unit)
    columns = dict.fromkeys(("row", "utterance_id", "locale", "domain", "text", *frames, *judged))
    chosen_rows = opened.con.from_arrow(chosen)
    names = ", ".join(f"pairs.{sql.name(column)}" for column in columns)
    return (
        opened.pairs()
        .set_alias("pairs")
        .join(chosen_rows.set_alias("chosen"), "pairs.row = chosen.row")
        .project(f"{names}, chosen.n_folded, chosen.n_traffic, chosen.place")
        .order("place")
    )


def _item(row: Row, made: Made) -> Item:
    request, text = made.request, row["text"]
    key = item_id(made.export_id, row["locale"], row["utterance_id"])
    answers = {source: _answer(row, source) for source in SOURCES}
    values = {
        "item_id": key,
        "export_id": made.export_id,
        "utterance_id": row["utterance_id"],
        "locale": row["locale"],
        "domain": row["domain"],
        "text": text,
        "text_sha": text_sha(text),
        **made.names,
        "flip_type": outcome_of(row, request.unit),
        "n_traffic": row["n_traffic"],
        "n_folded": row["n_folded"],
    }
    values = {name: value for name, value in values.items() if name not in LEFT_OUT[request.blind]}
    if request.blind == "shuffled":
        order = answer_order(made.blind_key or "", key)
        values |= {
            f"answer_{letter}": answers[role].shown(request.unit) for letter, role in zip("ab", order, strict=True)
        }
    for source, answer in answers.items():
        shown = {f"{source}_intent": answer.intent, f"{source}_slots": answer.cell}
        values |= {name: value for name, value in shown.items() if name in SHOWN_KEYS[request.blind]}
    prefill = None
    if request.prefill:
        agent = "gold" if request.prefill == "gold" else made.names[request.prefill]
        prefill = answers[request.prefill].as_prefill(agent)
    return Item(values, prefill)


@dataclass(frozen=True, slots=True)
class _Answer:
    intent: str | None
    slots: tuple[Slot, ...]
    spans: tuple[Span | None, ...]
    cell: str | None

    def shown(self, unit: str) -> str:
        """Return the part that is judged, in words; a dash where there is no answer."""
        parts = {"frame": (self.intent, self.cell), "intent": (self.intent,), "slots": (self.cell,)}[unit]
        return " · ".join(part or NOTHING for part in parts)

    def as_prefill(self, agent: str) -> Prefill:
        """Return the answer to start from."""
        placed = sorted((*span, slot.name) for slot, span in zip(self.slots, self.spans, strict=True) if span)
        return Prefill(agent, self.intent, tuple(placed), self.cell or "", len(self.slots) - len(placed))


def _answer(row: Row, source: Source) -> _Answer:
    prefix = "" if source == "gold" else f"{source}_"
    intent, found = row[f"{prefix}intent"], row[f"{prefix}slots"]
    slots = tuple(Slot(one["name"], one["value"], one["start"], one["end"]) for one in found or ())
    spans = place(row["text"], slots)
    cell = None if intent is None and found is None else write_slots(row["text"], _named(row["text"], slots, spans))
    return _Answer(intent, slots, spans, cell)


def _named(text: str, slots: Sequence[Slot], spans: Sequence[Span | None]) -> list[Named]:
    return [Named(slot.name, slot.value, *(span or (None, None))) for slot, span in zip(slots, spans, strict=True)]
