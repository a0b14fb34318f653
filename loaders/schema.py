"""Names, types and units of everything flipscope stores: the one module of the loaders that the analysis imports.

An *evaluation set* file holds the table `utterances`, a *run* file the tables `answers` and `scores`; all have one
row an utterance and stand in the same order, so that row i of each belongs together.
"""

from typing import Final, Literal, get_args

STORAGE_VERSION: Final = 1
"""Layout of the warehouse's files; a file of another version is refused, never guessed at."""

NORMALISER_VERSION: Final = "1"
"""Version of `loaders.normalise.normalise`; a run records the one it was scored with."""

Unit = Literal["frame", "intent", "slots", "slot"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
"""What is judged right or wrong: the whole frame, the intent, all slots together, or each gold slot."""

UTTERANCE_UNITS: Final[tuple[Unit, ...]] = ("frame", "intent", "slots")
"""The units of which an utterance has exactly one."""

Role = Literal["baseline", "candidate"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Outcome = Literal["both_correct", "negative_flip", "positive_flip", "both_wrong_same", "both_wrong_different"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

MissingPolicy = Literal["error", "drop"]
"""What a missing prediction is: an error of that run, or a pair that is left out (and counted)."""

SLOT_TYPE: Final = 'STRUCT("name" VARCHAR, "value" VARCHAR, "start" BIGINT, "end" BIGINT)[]'
"""Slots as stored; offsets in code points, end exclusive, null where the source gave none."""

NBEST_TYPE: Final = 'STRUCT(intent VARCHAR, score DOUBLE, slots STRUCT("name" VARCHAR, "value" VARCHAR)[])[]'

EVALSET_COLUMNS: Final[dict[str, str]] = {
    "utterance_id": "VARCHAR",
    "locale": "VARCHAR",
    "domain": "VARCHAR",
    "intent": "VARCHAR",
    "text": "VARCHAR",
    "slots": SLOT_TYPE,
    "frequency": "BIGINT",
    "partition": "VARCHAR",
    "parallel_id": "VARCHAR",
    "annotator": "VARCHAR",
    "annotated_at": "VARCHAR",
    "guideline_version": "VARCHAR",
}
"""Columns of every evaluation set with their DuckDB types; any further column of the source follows as VARCHAR."""

EVALSET_REQUIRED: Final = ("utterance_id", "locale", "domain", "intent", "text")

RUN_COLUMNS: Final[dict[str, str]] = {
    "utterance_id": "VARCHAR",
    "locale": "VARCHAR",
    "intent": "VARCHAR",
    "slots": SLOT_TYPE,
    "confidence": "DOUBLE",
    "nbest": NBEST_TYPE,
    "latency_ms": "DOUBLE",
}
"""Columns read from the predictions of a model; `locale` may be left out where ids are unique."""

RUN_REQUIRED: Final = ("utterance_id", "intent")

ANNOTATION_COLUMNS: Final = ("slots", "annotated_text", "bio_tags")
"""The ways to write slots; exactly one of them is read, the first that is there."""

ANSWER_COLUMNS: Final[dict[str, str]] = {
    "intent": "VARCHAR",
    "slots": SLOT_TYPE,
    "confidence": "DOUBLE",
    "nbest": NBEST_TYPE,
    "latency_ms": "DOUBLE",
}
"""Table `answers` of a run: what the model said; all null where a prediction is missing."""

SCORE_COLUMNS: Final[dict[str, str]] = {
    "missing": "BOOLEAN",
    "intent_correct": "BOOLEAN",
    "slots_correct": "BOOLEAN",
    "frame_correct": "BOOLEAN",
    "n_slots_missed": "INTEGER",
    "n_slots_spurious": "INTEGER",
    "slots_key": "VARCHAR",
    "slot_found": "BOOLEAN[]",
    "slot_answers": "VARCHAR[]",
}
"""Table `scores` of a run: how it was judged, once, at load. The last three are null where the slots are right:

`slots_key`     the normalised slot multiset, sorted, so that two wrong answers compare as two strings
`slot_found`    for each gold slot, in the order of the gold: was it reproduced?
`slot_answers`  for each gold slot: the value(s) given under its name instead; null where found or none was given

A missing prediction is wrong in every unit; its `slots_key` is null, so it equals another missing one only.
"""

SLOT_ANSWER_SEPARATOR: Final = " ␞ "
"""Stands between the values where several were given under one slot's name."""


def paired(role: Role, column: str) -> str:
    """Name of a run's column in a pair frame.

    >>> paired("baseline", "intent")
    'baseline_intent'
    """
    return f"{role}_{column}"
