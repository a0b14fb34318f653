"""Plants a known share of wrong labels into a right gold."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sample_data.chance import generator
from sample_data.misreadings import (
    Planted,
    confuse_intent,
    is_misread,
    misread,
    omit_slot,
    shift_boundary,
)
from sample_data.rows import Row

Change = Callable[[Row, random.Random], Row]

# Rows of each random kind, over all locales; the misreading takes whatever fell into its weeks.
SLIPS: Final[Mapping[str, tuple[int, Change]]] = {
    "intent_confusion": (38, confuse_intent),
    "slot_boundary": (24, shift_boundary),
    "slot_omitted": (18, omit_slot),
}
N_DUPLICATES: Final = 8


def _has_room_to_slip(row: Row) -> bool:
    """Whether a boundary slip is possible: some text stands outside the slots."""
    return bool(row.slots) and sum(slot.end - slot.start for slot in row.slots) < len(row.text) - 2


def _duplicate(row: Row, number: int, draw: random.Random) -> Row:
    copy = replace(row, utterance_id=f"r{number:04d}", frequency=1)
    return confuse_intent(copy, draw)


def plant(rows: list[Row]) -> tuple[list[Row], list[Planted]]:
    """The rows with wrong labels among them (and conflicting duplicates at the end), and the answer key."""
    draw = generator("planting")
    gold = list(rows)
    key: dict[int, Planted] = {}
    for position, row in enumerate(rows):
        if is_misread(row):
            gold[position] = misread(row)
            key[position] = Planted("guideline_misread", row)
    for kind, (n_wanted, change) in SLIPS.items():
        free = [i for i, row in enumerate(rows) if i not in key and _has_room_to_slip(row)]
        for position in sorted(draw.sample(free, n_wanted)):
            gold[position] = change(rows[position], draw)
            key[position] = Planted(kind, rows[position])
    last_number = {row.locale: int(row.utterance_id[1:]) for row in rows}
    free = [i for i in range(len(rows)) if i not in key]
    for position in sorted(draw.sample(free, N_DUPLICATES)):
        row = rows[position]
        last_number[row.locale] += 1
        copy = _duplicate(row, last_number[row.locale], draw)
        right = replace(copy, intent=row.intent)
        key[len(gold)] = Planted("duplicate_conflict", right)
        gold.append(copy)
    return gold, [key[position] for position in sorted(key)]
