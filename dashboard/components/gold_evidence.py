"""What speaks against the gold of an utterance: by an audit of the labels where it is known, else by what is at hand.

Both look at some of the same things. Where a detector of the audit speaks, the same from what is at hand is not told
again; what the audit has no detector for, or does not flag, is told beside it.
"""

from collections.abc import Sequence
from typing import Final

from analysis.annotation.models_agree import MODELS_AGREE
from analysis.annotation.parallel_requests import PARALLEL
from analysis.annotation.same_text import SAME_TEXT
from analysis.suspicion import Suspicion, describe_suspicion, other_locales
from dashboard.components.flip_evidence import Evidence
from dashboard.components.flip_why import show_suspicions
from dashboard.components.gold_audit import known_audit
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance, agreement
from loaders.comparison import Comparison

_NO_DETECTOR: Final = ""


def show_gold_evidence(
    comparison: Comparison, utterance: Utterance, others: Sequence[Utterance], found: Evidence
) -> None:
    """Show it; `others` are the same request in other locales, `found` what neighbours and doubles say."""
    audit = known_audit(comparison)
    told = audit.reasons(utterance.row, isolated) if audit else {}
    at_hand: tuple[tuple[str, Suspicion | None], ...] = (
        (PARALLEL, other_locales(utterance.intent, _intents_elsewhere(utterance, others))),
        (SAME_TEXT, found.other_gold),
        (_NO_DETECTOR, found.odd_one_out),
        (MODELS_AGREE, agreement(utterance)),
    )
    beside = [
        describe_suspicion(one, isolated) for detector, one in at_hand if one is not None and detector not in told
    ]
    show_suspicions([*told.values(), *beside], utterance.row in audit.suspects if audit else None)


def _intents_elsewhere(utterance: Utterance, others: Sequence[Utterance]) -> list[str]:
    """Return the gold intent of the request in each other locale, that of its first utterance there."""
    first = {other.locale: other.intent for other in reversed(others)}
    return [intent for locale, intent in first.items() if locale != utterance.locale]
