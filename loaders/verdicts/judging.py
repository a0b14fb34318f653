"""From an answer to a judgement: is it of this item, what does it say, and what follows from it?"""

from dataclasses import dataclass
from typing import Final

from loaders.exchange import (
    SHUFFLED_CHOICES,
    VERDICT_WORDS,
    ShuffledChoice,
    answer_order,
    item_id,
    read_slots,
    text_sha,
    verdict_of_choice,
)
from loaders.formats.slots import Slot
from loaders.judgement import Judgement
from loaders.judgement_text import as_utc, checked_annotator, checked_note
from loaders.schema import GOLD_VERDICTS, VERDICTS, Role, Verdict
from loaders.verdicts.answer import Answer, brief
from loaders.verdicts.correction import Correction, derive, of_frame
from loaders.verdicts.items import Frame, Item
from loaders.verdicts.origins import Origin
from loaders.verdicts.spans import AmbiguousSpanError, IsBorder, settle_spans

_VERDICTS: Final[dict[str, Verdict]] = {word: word for word in (*VERDICTS, *GOLD_VERDICTS)}
_CHOICES: Final[dict[str, ShuffledChoice]] = {word: word for word in SHUFFLED_CHOICES}
_NOTHING: Final = Frame(None, ())


class NothingSaidError(Exception):
    """The answer says nothing about the item; its text is why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement, and what a report has to say of how it came about."""

    judgement: Judgement
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer comes to."""

    verdict: Verdict | None
    correction: Correction
    derived: bool = False
    remarks: tuple[str, ...] = ()


def check_item(answer: Answer, item: Item) -> None:
    """Raise ValueError where an answer is not of this item, or of another text than it has."""
    keys = answer.keys
    if keys["item_id"] != item_id(keys["export_id"], item.locale, item.utterance_id):
        raise ValueError(f"item_id: {brief(keys['item_id'])} does not belong to this utterance and export")
    if keys.get("text_sha") != text_sha(item.text):
        raise ValueError("text_sha: is not that of the utterance's text; the row belongs to another text")
    returned = keys.get("text", item.text)
    if _same_lines(returned) != _same_lines(item.text):
        raise ValueError(f"text: {brief(returned)} is not the text that was sent; change no word of it")


def judge(answer: Answer, item: Item, origin: Origin, is_border: IsBorder) -> Judged:
    """Return the judgement that an answer is.

    Raises `NothingSaidError`, and ValueError or `InputError` for what cannot be one.
    """
    sent = item.frame(origin.prefill) if origin.prefill else _NOTHING
    correction, remarks = _correction(answer, item, sent, is_border)
    said = _said(answer, item, origin, correction, sent)
    remarks += said.remarks
    note = checked_note(answer.note)
    if said.verdict is None and said.correction.is_empty and not note:
        raise NothingSaidError("; ".join(remarks) or "says nothing")
    if not answer.annotator.strip():
        raise ValueError("does not say who judged; name them with --annotator NAME, or in the form on the page")
    judgement = Judgement(
        *(origin.pair, item.locale, item.utterance_id, text_sha(item.text), checked_annotator(answer.annotator)),
        verdict=said.verdict,
        new_intent=said.correction.intent,
        new_slots=said.correction.slots,
        note=note,
        derived=said.derived,
        judged_at=as_utc(answer.judged_at) if answer.judged_at else "",
        tool=answer.tool,
        tool_row_id=f"{answer.keys['item_id']} {answer.row_id}",
        export_id=origin.export_id,
        stands_for=item.others,
    )
    return Judged(judgement, remarks)


def _said(answer: Answer, item: Item, origin: Origin, correction: Correction, sent: Frame) -> _Said:
    # doccano and Prodigy give back what was sent, even nothing; the others only what was filled in ahead.
    comes_back = origin.prefill is not None or answer.tool in ("doccano", "prodigy")
    untouched = correction.is_empty or (comes_back and correction.equals(sent, item.text))
    if answer.refused:
        refused = _verdict_of_refusal(item, origin)
        return _Said(refused, Correction(), True, (f"refused in {answer.tool}, so {refused}",))
    if answer.verdict:
        # What was filled in ahead and left as it was is no correction of the annotator's.
        own = _chosen(answer, item, origin) if untouched else correction
        verdict = _verdict(answer, item, origin)
        return _Said(verdict, own, remarks=_contradiction(verdict, _derived(own, item, origin)))
    if untouched and (answer.untouched or origin.prefill is None):
        remarks = ("as it was sent: nobody looked at it",) if answer.untouched else ()
        return _Said(None, Correction(), remarks=remarks)
    derived = _derived(correction, item, origin)
    if derived is None:
        return _Said(None, correction)
    return _Said(derived, correction, True, (f"derived from the correction: {derived}",))


def _derived(correction: Correction, item: Item, origin: Origin) -> Verdict | None:
    """Return what follows from a correction; where the gold alone is judged there is no candidate to be wrong."""
    found = derive(correction, item, origin.unit)
    return "gold_right" if origin.pair.is_gold and found == "candidate_wrong" else found


def _contradiction(verdict: Verdict | None, derived: Verdict | None) -> tuple[str, ...]:
    """Remark on a verdict that its own correction speaks against; both are kept as they were given."""
    if derived is None or derived == verdict or verdict not in ("candidate_wrong", "gold_wrong", "gold_right"):
        return ()
    return (f"the verdict is {verdict}, but from its correction follows {derived}",)


def _correction(answer: Answer, item: Item, sent: Frame, is_border: IsBorder) -> tuple[Correction, tuple[str, ...]]:
    if len(answer.intents) > 1:
        raise ValueError(f"true_intent: {', '.join(map(brief, answer.intents))} at once; keep one")
    intent = answer.intents[0] if answer.intents else None
    try:
        slots = _slots(answer, item, is_border)
    except AmbiguousSpanError as error:
        return Correction(intent), (f"{error}; its slots are not kept",)
    if slots is None and answer.tool == "label-studio" and sent.slots:
        # Label Studio leaves out a control without regions; those filled in ahead were taken away.
        slots = ()
    return Correction(intent, slots), ()


def _slots(answer: Answer, item: Item, is_border: IsBorder) -> tuple[Slot, ...] | None:
    if answer.slots is None:
        return None
    if isinstance(answer.slots, str):
        cell = answer.slots if "\r" in item.text else answer.slots.replace("\r\n", "\n")
        found = read_slots(cell, item.text)
        return None if found is None else tuple(found)
    return settle_spans(answer.slots, item.text, is_border, graphemes=answer.tool == "doccano")


def _verdict(answer: Answer, item: Item, origin: Origin) -> Verdict | None:
    word = _word(answer)
    allowed = VERDICT_WORDS[origin.blind]
    if word not in allowed:
        raise ValueError(f"verdict: {brief(answer.verdict)} is none of {', '.join(allowed)}")
    if origin.blind == "shuffled":
        return verdict_of_choice(_CHOICES[word], _order(answer, origin), item.outcome(origin.unit))
    return _VERDICTS[word]


def _chosen(answer: Answer, item: Item, origin: Origin) -> Correction:
    """Return what was shown of the answer that was chosen as the right one of two; of other verdicts nothing."""
    word = _word(answer)
    if origin.blind != "shuffled" or word not in ("a_right", "b_right"):
        return Correction()
    right = of_frame(item.frame(_order(answer, origin)["ab".index(word[0])]))
    return right.part(origin.unit)


def _word(answer: Answer) -> str:
    return answer.verdict.strip().casefold().replace(" ", "_").replace("-", "_")


def _order(answer: Answer, origin: Origin) -> tuple[Role, Role]:
    return answer_order(origin.blind_key, answer.keys["item_id"])


def _verdict_of_refusal(item: Item, origin: Origin) -> Verdict:
    """Return what follows from refusing what was shown; which frame it was is certain only where it was filled in."""
    shown = of_frame(item.frame(origin.prefill)) if origin.prefill else Correction()
    if shown.is_empty:
        return "unclear"
    if shown.is_of(item.gold):
        return "gold_wrong"
    return "candidate_wrong" if shown.is_of(item.candidate) else "unclear"


def _same_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
