"""The items that annotators were asked about, found again in the warehouse: their frames, and who shares them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from loaders.comparison import Comparison
from loaders.exchange import FOLDED_BY
from loaders.formats.slots import Slot
from loaders.normalise import normalise
from loaders.schema import ROLES, Outcome, paired

Key = tuple[str, str]
"""Locale and utterance id."""

_COLUMNS: Final = (
    *("row", "utterance_id", *FOLDED_BY),
    *(paired(role, f"{unit}_correct") for role in ROLES for unit in ("intent", "slots", "frame")),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """An intent and slots; a missing prediction has no intent."""

    intent: str | None
    slots: tuple[Slot, ...]

    def same_slots(self, slots: Iterable[Slot]) -> bool:
        """Are these the frame's slots, as `loaders.score` compares them: in any order, values normalised?"""
        return _counted(self.slots) == _counted(slots)


@dataclass(frozen=True, slots=True)
class Item:
    """An utterance with the frames that were exported, and the ids of the others that are equal in all of them."""

    locale: str
    utterance_id: str
    text: str
    gold: Frame
    baseline: Frame
    candidate: Frame
    right: Mapping[str, bool]
    others: tuple[str, ...]

    def outcome(self, unit: str) -> Outcome:
        """Return the outcome of a unit, without telling whether two wrong answers are the same."""
        before, after = self.right[f"baseline_{unit}_correct"], self.right[f"candidate_{unit}_correct"]
        if before:
            return "both_correct" if after else "negative_flip"
        return "positive_flip" if after else "both_wrong_different"

    def frame(self, whose: str) -> Frame:
        """Return the frame of `gold`, `baseline` or `candidate`."""
        return {"gold": self.gold, "baseline": self.baseline, "candidate": self.candidate}[whose]


def find_items(opened: Comparison, keys: Collection[Key]) -> dict[Key, Item]:
    """Return the items of these keys; a key that no pair has is not there."""
    wanted = set(keys)
    rows = _rows_sharing_text(opened, wanted)
    if not rows:
        return {}
    columns = ", ".join(f'"{column}"' for column in _COLUMNS)
    cursor = opened.pairs_at(rows).select(columns)
    shared: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for values in cursor.fetchall():
        row = dict(zip(_COLUMNS, values, strict=True))
        shared[repr([row[column] for column in FOLDED_BY])].append(row)
    found: dict[Key, Item] = {}
    for rows_alike in shared.values():
        for row in rows_alike:
            if (row["locale"], row["utterance_id"]) in wanted:
                found[row["locale"], row["utterance_id"]] = _item(row, rows_alike)
    return found


def _rows_sharing_text(opened: Comparison, wanted: Collection[Key]) -> list[int]:
    """Return the rows of the utterances, and of all that have the text of one in its locale."""
    query = (
        "WITH wanted AS (SELECT unnest(?) AS locale, unnest(?) AS utterance_id), "
        "texts AS (SELECT DISTINCT locale, text FROM evalset.utterances SEMI JOIN wanted USING (locale, utterance_id)) "
        "SELECT utterances.rowid FROM evalset.utterances SEMI JOIN texts USING (locale, text)"
    )
    keys = sorted(wanted)
    cursor = opened.con.execute(query, [[locale for locale, _ in keys], [identity for _, identity in keys]])
    return [int(row) for (row,) in cursor.fetchall()]


def _item(row: Mapping[str, Any], alike: Sequence[Mapping[str, Any]]) -> Item:
    return Item(
        *(row["locale"], row["utterance_id"], row["text"]),
        gold=Frame(row["intent"], _slots(row["slots"])),
        baseline=Frame(row["baseline_intent"], _slots(row["baseline_slots"])),
        candidate=Frame(row["candidate_intent"], _slots(row["candidate_slots"])),
        right={name: bool(value) for name, value in row.items() if name.endswith("_correct")},
        others=tuple(sorted(one["utterance_id"] for one in alike if one["row"] != row["row"])),
    )


def _slots(stored: Sequence[Mapping[str, Any]] | None) -> tuple[Slot, ...]:
    return tuple(Slot(one["name"], one["value"], one["start"], one["end"]) for one in stored or ())


def _counted(slots: Iterable[Slot]) -> Counter[tuple[str, str]]:
    return Counter((slot.name, normalise(slot.value)) for slot in slots)
