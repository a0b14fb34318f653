"""What each detector says of one suspect."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.annotation.ranking import Ranking
from analysis.annotation.suspect import Evidence


@dataclass(frozen=True, slots=True)
class Voice:
    """What a detector says of a suspect by its most suspect entry; `flag`: would it send it to a person?"""

    detector: str
    score: float
    flag: bool
    evidence: Evidence


def voices_of(ranking: Ranking, place: int) -> tuple[Voice, ...]:
    """Return what is said of the suspect at a place: those that flag it first, each in the order of the detectors."""
    said = [
        Voice(one.detector, float(one.scores[entry]), bool(one.flags[entry]), one.evidence(entry))
        for one, entry in zip(ranking.found, ranking.entries[:, place].tolist(), strict=True)
        if entry >= 0
    ]
    return tuple(sorted(said, key=lambda voice: not voice.flag))


def likelier_intents(voices: Iterable[Voice]) -> tuple[str, ...]:
    """Return the intents that detectors which flag the gold hold against it, each once, in their order."""
    pairs = [voice.evidence.likelier() for voice in voices if voice.flag]
    return tuple(dict.fromkeys(pair.likelier for pair in pairs if pair is not None and pair.kind == "intent"))
