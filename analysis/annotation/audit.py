"""All detectors of suspect golds over one evaluation set, in one call and one order."""

from collections.abc import Callable, Sequence
from typing import Final

from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.models_agree import MODELS_AGREE, find_models_agree
from analysis.annotation.near_duplicates import NEAR_DUPLICATES, find_near_duplicates
from analysis.annotation.parallel_requests import PARALLEL, find_parallel
from analysis.annotation.same_text import SAME_TEXT, find_same_text
from analysis.annotation.slot_places import SlotPlaces, place_slots
from analysis.annotation.suspect import Suspects
from analysis.annotation.variation import VARIATION, find_variation
from analysis.frames import Frame
from analysis.suspicion import Normalise

DETECTORS: Final = (SAME_TEXT, NEAR_DUPLICATES, VARIATION, PARALLEL, MODELS_AGREE)
"""In the order in which their reasons are told."""

FURTHER_COLUMNS: Final = ("parallel_id", "annotator", "annotated_at")

Progress = Callable[[str], None]


def find_suspects(
    frame: Frame,
    normalise: Normalise,
    runs: Sequence[str] = (),
    context: Sequence[str] = (),
    progress: Progress = lambda _step: None,
) -> tuple[Suspects, ...]:
    """Return what each detector finds; that of agreeing models is left out where there are fewer than two `runs`.

    `frame` has one row an utterance; columns of a run start with its name in `runs`. `context` names further columns
    that the model is given, for the same text. Raises `UnknownColumn`.
    """
    progress("reading")
    golds = read_golds(frame, normalise, (*FURTHER_COLUMNS, *context))
    progress("the same text")
    found = [find_same_text(golds, context)]
    progress("slots in their texts")
    places = place_slots(golds, normalise)
    for step, find in _OF_PLACES.items():
        progress(step)
        found.append(find(golds, places))
    progress("the same request in other locales")
    found.append(find_parallel(golds))
    if len(runs) > 1:
        progress("models that agree")
        found.append(find_models_agree(frame, runs, normalise))
    return tuple(found)


_OF_PLACES: Final[dict[str, Callable[[Golds, SlotPlaces], Suspects]]] = {
    "near duplicates": find_near_duplicates,
    "words labelled otherwise elsewhere": find_variation,
}
