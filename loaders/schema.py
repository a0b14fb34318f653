"""Names, types and units of everything flipscope stores: the one module of the loaders that the analysis imports.

An *evaluation set* file holds the table `utterances`, a *run* file the tables `answers` and `scores`; all have one
row an utterance and stand in the same order, so that row i of each belongs together.
"""

from typing import Final, Literal, get_args

STORAGE_VERSION: Final = 3
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

Verdict = Literal["candidate_wrong", "gold_wrong", "both_acceptable", "unclear", "gold_right"]
VERDICTS: Final[tuple[Verdict, ...]] = ("candidate_wrong", "gold_wrong", "both_acceptable", "unclear")
"""An annotator's judgement of one flipped utterance."""

GOLD_VERDICTS: Final[tuple[Verdict, ...]] = ("gold_right", "gold_wrong", "unclear")
"""An annotator's judgement of the gold of an utterance, whatever the runs say."""

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
    "n_slots_substituted": "INTEGER",
    "n_slots_renamed": "INTEGER",
    "slot_states": "VARCHAR",
    "slot_answers": "VARCHAR",
    "slots_key": "UBIGINT",
    "frame_key": "UBIGINT",
}
"""Table `scores` of a run: how it was judged, once, at load. The two texts are null where the slots are right:

`n_slots_missed`       gold slots that the answer does not have
`n_slots_spurious`     slots of the answer that gold does not have
`n_slots_substituted`  pairs of a missed and a spurious slot of one name, and
`n_slots_renamed`      further pairs of one value (`loaders.slot_alignment` says how they are paired)
`slot_states`          one letter a gold slot, in the order of the gold: `SLOT_STATES`
`slot_answers`         for each gold slot the normalised value given in its place, empty where there is none; then
                       the other spurious slots, sorted, as name, `SLOT_NAME_END`, normalised value; all joined by
                       `SLOT_SEPARATOR`. Two answers are the same slots exactly where both texts are equal.

A missing prediction is wrong in every unit; its `slot_answers` is null, so it equals another missing one only.

Two keys, never null, tell whether two runs gave the same answer to an utterance without a look at its texts: they are
equal where the answers are. They are made of halves of an MD5, which no version of DuckDB changes. Two different
answers share a key with odds of 2^-64; that any do in ten million utterances, with odds of 5e-13.

`slots_key`            of `slot_states`, `SLOT_STATES_END` and `slot_answers` (of the states alone where the
                       prediction is missing); 0 where the slots are right
`frame_key`            `slots_key`, combined by exclusive or with that of the intent where it is wrong and not missing;
                       0 where the frame is right
"""

FOUND: Final = "="
MOVED: Final = "b"
REPLACED: Final = "v"
RENAMED: Final = "r"
MISSED: Final = "-"
SLOT_STATES: Final = (FOUND, MOVED, REPLACED, RENAMED, MISSED)
"""What became of a gold slot: found; its boundary moved (one value is part of the other); another value; given with
its value under another name; missed."""

SLOT_SEPARATOR: Final = "\x1e"
SLOT_NAME_END: Final = "\x1f"
"""Both are white space to the normaliser, so no normalised value holds them."""

SLOT_STATES_END: Final = "\x1d"
"""Between states and answers where the two are one text."""


def paired(role: Role, column: str) -> str:
    """Name of a run's column in a pair frame.

    >>> paired("baseline", "intent")
    'baseline_intent'
    """
    return f"{role}_{column}"


RevisionSide = Literal["old", "new"]
REVISION_SIDES: Final[tuple[RevisionSide, ...]] = get_args(RevisionSide)
"""Two revisions of an evaluation set that stand side by side."""


def relabelled(side: RevisionSide, role: Role, unit: Unit) -> str:
    """Name of the column that tells whether a run was right by the gold of a revision.

    >>> relabelled("new", "baseline", "frame")
    'new_baseline_frame_correct'
    """
    return f"{side}_{role}_{unit}_correct"
