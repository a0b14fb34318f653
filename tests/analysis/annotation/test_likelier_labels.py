"""Each detector's evidence names the label in question and the likelier one, where there is a single one."""

import pytest

from analysis.annotation.comparable import About
from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.label_pairs import pair_of_readings, pair_of_slot_names
from analysis.annotation.learned_intents import UnlikelyIntent
from analysis.annotation.learned_slots import UnlikelySlot
from analysis.annotation.models_agree import ModelsAgree
from analysis.annotation.near_duplicates import NearDuplicates
from analysis.annotation.parallel_requests import OtherIntent, OtherSlotNames
from analysis.annotation.run_confidence import RunsUnsure
from analysis.annotation.same_text import SameText, Use
from analysis.annotation.semantic_duplicates import SemanticDuplicates
from analysis.annotation.suspect import Evidence, LabelPair
from analysis.annotation.variation import Variation
from analysis.suspicion import OtherLocales, Reading

PLAY, STOP = Reading("play", (("song", "hello"),)), Reading("stop")
INTENTS = LabelPair("intent", "play", "stop")


def varied(own: str | None, *labels: tuple[str | None, int], where: str = "neighbours") -> Variation:
    assert where in ("neighbours", "intent", "locale")
    return Variation("hello", where, "say", "", "play", own, labels)  # type: ignore[arg-type]


def a_break(expected: str, given: str | None, about: About = "intent") -> GuidelineBreak:
    return GuidelineBreak("days", "", expected, given, "", "", True, 3, 3, 9, 0, 0.01, about)


@pytest.mark.parametrize(
    ("evidence", "pair"),
    [
        (SameText("en-US", Use(PLAY, 1), (Use(STOP, 2), Use(PLAY, 1))), INTENTS),
        (SameText("en-US", Use(PLAY, 1), (Use(Reading("play"), 1), Use(PLAY, 1))), LabelPair("slot", "song", "")),
        (NearDuplicates("play", "stop", 1, 3, 4, "hello", 0.9), INTENTS),
        (SemanticDuplicates("play", "stop", 1, 3, 4, "hello", 0.9), INTENTS),
        (OtherIntent(OtherLocales("play", "stop", 2, 3)), INTENTS),
        (OtherSlotNames(("city",), ("day", "place"), 2, 3), LabelPair("slot", "city", "day")),
        (UnlikelyIntent("play", 0.1, "stop", 0.9), INTENTS),
        (UnlikelySlot("hello", "", 0.1, "song", 0.9), LabelPair("slot", "", "song")),
        (UnlikelySlot("hello", "song", 0.1, "song", 0.9), LabelPair("slot", "song", "song")),
        (ModelsAgree(PLAY, STOP, 2, 0.9), INTENTS),
        (RunsUnsure("play", 0.1, "stop", 0.8, 2), INTENTS),
        (a_break("stop", "play"), INTENTS),
        (a_break("stop", "play", "choice"), INTENTS),
        (a_break("song", "artist", "slot"), LabelPair("slot", "artist", "song")),
        (a_break("song", "", "slot"), LabelPair("slot", "", "song")),
        (a_break("song", None, "slot"), LabelPair("slot", "song", "song")),
        (a_break("song", "", "added"), LabelPair("slot", "song", "")),
        (varied("song", ("artist", 3), ("song", 1)), LabelPair("slot", "song", "artist")),
        (varied("", ("artist", 3), ("", 1)), LabelPair("slot", "", "artist")),
        (varied("song", ("", 3), ("song", 1)), LabelPair("slot", "song", "")),
        (varied("song", (None, 3), ("song", 1)), LabelPair("slot", "song", "song")),
        (varied(None, ("song", 3), (None, 1)), LabelPair("slot", "song", "song")),
        (varied("", (None, 3), ("", 1)), None),
        (varied(None, ("", 3), (None, 1)), None),
        (varied("", ("slot", 3), ("", 1), where="locale"), None),
    ],
)
def test_what_is_likelier(evidence: Evidence, pair: LabelPair | None) -> None:
    assert evidence.likelier() == pair


def test_a_value_alone_puts_the_borders_in_question() -> None:
    longer = Reading("play", (("song", "hello you"),))
    assert pair_of_readings(PLAY, longer) == LabelPair("slot", "song", "song")
    assert pair_of_readings(PLAY, PLAY) is None


def test_duplicates_of_a_slot_count() -> None:
    assert pair_of_slot_names(["day", "day"], ["day"]) == LabelPair("slot", "day", "")
    assert pair_of_slot_names(["day"], ["day"]) is None
