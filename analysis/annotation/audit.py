"""All detectors of suspect golds over one evaluation set, in one call and one order."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.break_looks import looks_at
from analysis.annotation.choices import choice_looks
from analysis.annotation.comparable import comparable_intents
from analysis.annotation.expected_intents import expected_intents
from analysis.annotation.expected_slots import comparable_slots
from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.guideline_breaks import GUIDELINE_BREAK, find_guideline_breaks, suspects_of_breaks
from analysis.annotation.learned_intents import LEARNED_INTENT, find_learned_intents, learn_intents
from analysis.annotation.learned_slots import LEARNED_SLOT, find_learned_slots
from analysis.annotation.models_agree import MODELS_AGREE, find_models_agree
from analysis.annotation.near_duplicates import NEAR_DUPLICATES, find_near_duplicates
from analysis.annotation.parallel_requests import PARALLEL, find_parallel
from analysis.annotation.run_confidence import RUN_CONFIDENCE, find_unsure_runs
from analysis.annotation.same_text import SAME_TEXT, find_same_text
from analysis.annotation.semantic_duplicates import SEMANTIC_DUPLICATES, find_semantic_duplicates
from analysis.annotation.shape_texts import write_shapes
from analysis.annotation.slot_places import SlotPlaces, place_slots
from analysis.annotation.suspect import Suspects
from analysis.annotation.variation import VARIATION, find_variation
from analysis.frames import Frame
from analysis.suspicion import Normalise

DETECTORS: Final = (
    SAME_TEXT,
    GUIDELINE_BREAK,
    NEAR_DUPLICATES,
    SEMANTIC_DUPLICATES,
    VARIATION,
    PARALLEL,
    LEARNED_INTENT,
    LEARNED_SLOT,
    MODELS_AGREE,
    RUN_CONFIDENCE,
)
"""In the order in which their reasons are told."""

FURTHER_COLUMNS: Final = ("parallel_id", "annotator", "annotated_at", "guideline_version")

Progress = Callable[[str], None]

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Gives each text a vector, one a line: a language model."""


def find_suspects(
    frame: Frame,
    normalise: Normalise,
    runs: Sequence[str] = (),
    context: Sequence[str] = (),
    progress: Progress = lambda _step: None,
    embed: Embed | None = None,
) -> tuple[Suspects, ...]:
    """Return what each detector finds; what asks the `runs` is left out without one, that they agree without two.

    `frame` has one row an utterance; columns of a run start with its name in `runs`. `context` names further columns
    that the model is given, for the same text. With `embed`, what is nearest in meaning is asked too. Raises
    `UnknownColumn`.
    """
    progress("reading")
    golds = read_golds(frame, normalise, (*FURTHER_COLUMNS, *context))
    progress("the same text")
    found = [find_same_text(golds, context)]
    progress("slots in their texts")
    places = place_slots(golds, normalise)
    progress("near duplicates")
    found.append(find_near_duplicates(golds, places))
    if embed is not None:
        progress("what is nearest in meaning")
        shapes = write_shapes(golds, places)
        found.append(find_semantic_duplicates(golds, shapes, embed(shapes.texts)))
    progress("words labelled otherwise elsewhere")
    variation = find_variation(golds, places)
    found.append(variation)
    progress("the same request in other locales")
    found.append(find_parallel(golds))
    breaks, *learned = _learned(golds, places, variation, progress)
    found = [found[0], breaks, *found[1:], *learned]
    if len(runs) > 1:
        progress("models that agree")
        found.append(find_models_agree(frame, runs, normalise))
    if runs:
        progress("what the runs are sure of")
        found.append(find_unsure_runs(frame, golds, runs))
    return tuple(found)


def _learned(golds: Golds, places: SlotPlaces, variation: Suspects, progress: Progress) -> list[Suspects]:
    progress("intents that a simple model learns from the other texts")
    learned = learn_intents(golds)
    intents = find_learned_intents(golds, learned)
    progress("slots that a simple tagger learns from the other texts")
    slots = find_learned_slots(golds, places)
    progress("annotators and days that differ from the others")
    compared = comparable_intents(golds, expected_intents(golds, learned)), *comparable_slots(golds, slots, variation)
    breaks = find_guideline_breaks(golds, [*looks_at(golds, *compared), *choice_looks(golds, learned)])
    return [suspects_of_breaks(golds, breaks), intents, slots]
