"""What flipscope and annotation tools exchange: the keys of an exported item, the words of the answers, and how both
are found again. Whoever writes an export and whoever reads verdicts back agree on this module alone.

An item stands for the utterances that ask the annotator the same question: those equal in all of `FOLDED_BY`. A
verdict on it counts for each of them; they are found by locale and text, then compared column by column.

| blind | shown | question | words of `verdict` |
|---|---|---|---|
| `none` | gold and both answers, each under its name | what is wrong? | `loaders.schema.VERDICTS` |
| `hidden` | the text alone | what is right? `true_intent`, `true_slots` | `unclear`, or nothing |
| `shuffled` | both answers, as A and B | which is right? | `SHUFFLED_CHOICES` |
| `gold` | the gold alone, whatever runs say | is it right? | `loaders.schema.GOLD_VERDICTS` |

Slots as text (`gold_slots`, `true_slots`, ...) are the annotated text, `wake me at [time : five am]`; where that
cannot say it, a JSON list of `{"name": ..., "value": ...}`. An empty `true_slots` says nothing, `[]` or the bare text
says that there are none.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any, Final, Literal, get_args

from loaders.formats.annotated_text import parse_annotated_text
from loaders.formats.slots import Slot
from loaders.schema import GOLD_VERDICTS, ROLES, VERDICTS, Outcome, Role, Verdict

OfFlips = Literal["none", "hidden", "shuffled"]
"""What may be shown of a flip."""
Blind = OfFlips | Literal["gold"]
BLIND: Final[tuple[Blind, ...]] = (*get_args(OfFlips), "gold")

ShuffledChoice = Literal["a_right", "b_right", "both_acceptable", "neither_right", "unclear"]
SHUFFLED_CHOICES: Final[tuple[ShuffledChoice, ...]] = get_args(ShuffledChoice)
"""`a_right`: A is right and B is wrong; `neither_right`: both are wrong."""

ITEM_KEYS: Final = (
    "item_id",
    "export_id",
    "utterance_id",
    "locale",
    "domain",
    "text",
    "text_sha",
    "evalset",
    "baseline",
    "candidate",
    "flip_type",
    "n_traffic",
    "n_folded",
)
"""What every item carries, in every format. `evalset`, `baseline` and `candidate` are names; `flip_type` is an outcome;
`n_traffic` is the sum of the frequencies and `n_folded` the number of the utterances that the item stands for, itself
among them."""

TELLING_KEYS: Final = ("domain", "flip_type")
"""Keys of an item that tell something of the gold."""

LEFT_OUT: Final[dict[Blind, tuple[str, ...]]] = {
    "none": (),
    "hidden": TELLING_KEYS,
    "shuffled": TELLING_KEYS,
    "gold": (*ROLES, "flip_type"),
}
"""Keys that an item does not carry: where blind, what tells of the gold; of the gold alone, what is of runs."""

SHOWN_KEYS: Final[dict[Blind, tuple[str, ...]]] = {
    "none": tuple(f"{whose}_{part}" for whose in ("gold", *ROLES) for part in ("intent", "slots")),
    "hidden": (),
    "shuffled": ("answer_a", "answer_b"),
    "gold": ("gold_intent", "gold_slots"),
}
"""The answers that an item shows, as text; null where there is none."""

ANSWER_KEYS: Final = ("verdict", "true_intent", "true_slots", "note")
"""What the annotator fills in; no key of an item is called so. Label Studio and Argilla have a control of each name,
tables a column."""

ANNOTATOR: Final = "annotator"
"""Further column of a table (CSV, TSV, Excel, JSONL, Parquet): who filled the row in. Where several are to judge each
item, there is a row for each of them with their number here, which they replace by their name or leave."""

VERDICT_WORDS: Final[dict[Blind, tuple[str, ...]]] = {
    "none": VERDICTS,
    "hidden": ("unclear",),
    "shuffled": SHUFFLED_CHOICES,
    "gold": GOLD_VERDICTS,
}
"""The words of the control or column `verdict`."""

VERDICT_MARK: Final = "verdict:"
"""Stands before a word of `VERDICT_WORDS` where a tool has one list of labels for everything: doccano's `cats` and
Prodigy's `accept` hold true intents as they are, and verdicts as `verdict:gold_wrong`."""

FOLDED_BY: Final = (
    "locale",
    "text",
    "intent",
    "slots",
    *(f"{role}_{part}" for role in ROLES for part in ("intent", "slots")),
)
"""Columns of a pair frame: utterances equal in all of them (null equals null) are one item."""


def item_id(export_id: str, locale: str, utterance_id: str) -> str:
    """Return the id of an item: opaque, a letter first, so that every tool and spreadsheet takes it for a word.

    >>> item_id("x1", "de-DE", "17")
    'iff5c4cd686760357fe596562bf7e172'
    """
    key = json.dumps([export_id, locale, utterance_id], ensure_ascii=False)
    return f"i{hashlib.sha256(key.encode()).hexdigest()[:31]}"


def text_sha(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits.

    >>> text_sha("wake me at five")[:12]
    '3eb0f9c667e1'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def answer_order(blind_key: str, item: str) -> tuple[Role, Role]:
    """Return whose answers A and B are, drawn for each item by HMAC-SHA256 under the export's key.

    >>> answer_order("key", "i0"), answer_order("key", "i1")
    (('candidate', 'baseline'), ('baseline', 'candidate'))
    """
    drawn = hmac.new(blind_key.encode(), item.encode(), hashlib.sha256).digest()
    return ("baseline", "candidate") if drawn[0] % 2 == 0 else ("candidate", "baseline")


def verdict_of_choice(choice: ShuffledChoice, order: tuple[Role, Role], flip_type: Outcome) -> Verdict | None:
    """Return the verdict that a choice between A and B is.

    Gold is right where the run that agrees with it is: in a negative flip the baseline, in a positive flip the
    candidate; where neither run agrees with it, gold is right when neither answer is. None as in `verdict_of_frame`.

    >>> verdict_of_choice("a_right", ("candidate", "baseline"), "negative_flip")
    'gold_wrong'
    """
    if choice == "both_acceptable" or choice == "unclear":
        return choice
    right = {"a_right": order[0], "b_right": order[1], "neither_right": None}[choice]
    agreeing: dict[Outcome, bool] = {
        "both_correct": right is not None,
        "negative_flip": right == "baseline",
        "positive_flip": right == "candidate",
        "both_wrong_same": right is None,
        "both_wrong_different": right is None,
    }
    return verdict_of_frame(agreeing[flip_type], right == "candidate")


def verdict_of_frame(gold_right: bool, candidate_right: bool) -> Verdict | None:
    """Return the verdict that a true frame is, from whether gold and the candidate's answer equal it.

    None where both do: gold stands, and there is nothing to say of the candidate.

    >>> verdict_of_frame(True, False), verdict_of_frame(False, True), verdict_of_frame(True, True)
    ('candidate_wrong', 'gold_wrong', None)
    """
    if not gold_right:
        return "gold_wrong"
    return None if candidate_right else "candidate_wrong"


def write_slots(text: str, slots: Sequence[Slot]) -> str:
    """Return slots as a cell: the annotated text where it reads back to the same, else a JSON list; `[]` for none.

    >>> write_slots("wake me at five", [Slot("time", "five", 11, 15)])
    'wake me at [time : five]'
    >>> write_slots("wake me at five", [Slot("time", "05:00")]), write_slots("stop", [])
    ('[{"name": "time", "value": "05:00"}]', '[]')
    """
    if not slots:
        return "[]"
    annotated = _annotated(text, slots)
    if annotated is not None:
        return annotated
    return json.dumps([{"name": slot.name, "value": slot.value} for slot in slots], ensure_ascii=False)


def read_slots(cell: str, text: str) -> list[Slot] | None:
    """Read back a cell that `write_slots` or an annotator wrote about this text; None for an empty one.

    Raises `ValueError` for brackets that are none of slots, for a JSON list of other things, and for an annotated
    text that without its brackets is another text.

    >>> read_slots("wake me at [time : five]", "wake me at five")
    [Slot(name='time', value='five', start=11, end=15)]
    """
    stripped = cell.strip()
    if not stripped:
        return None
    if stripped == "[]" or (stripped.startswith("[") and stripped[1:].lstrip().startswith("{")):
        return [_from_json(one) for one in json.loads(stripped)]
    plain, slots = parse_annotated_text(cell)
    if plain != text:
        plain, slots = parse_annotated_text(stripped)
    if plain != text:
        raise ValueError("the text without its brackets is not the text of this item; mark slots, change no word")
    return slots


def _annotated(text: str, slots: Sequence[Slot]) -> str | None:
    pieces, reached = [], 0
    wanted = sorted(slots, key=lambda slot: -1 if slot.start is None else slot.start)
    for slot in wanted:
        if slot.start is None or slot.end is None or slot.start < reached or text[slot.start : slot.end] != slot.value:
            return None
        pieces += [text[reached : slot.start], f"[{slot.name} : {slot.value}]"]
        reached = slot.end
    annotated = "".join([*pieces, text[reached:]])
    try:
        return annotated if read_slots(annotated, text) == wanted else None
    except ValueError:
        return None


def _from_json(one: Any) -> Slot:
    if not isinstance(one, dict) or not all(isinstance(one.get(key), str) and one[key] for key in ("name", "value")):
        raise ValueError('a JSON list of slots holds objects like {"name": "time", "value": "five am"}')
    return Slot(one["name"], one["value"])
