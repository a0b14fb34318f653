"""Rows of suspects and their share by domain and locale: what they say, and that no text is more than text."""

from dataclasses import replace

import pytest

from analysis.annotation.audit import DETECTORS
from analysis.annotation.suspect import LabelPair
from analysis.annotation.suspect_counts import PairCount, SuspectShare
from analysis.placement import Slot
from dashboard.figures.detector_words import detector_help, detector_mark, detector_name
from dashboard.figures.gold import Gold
from dashboard.figures.suspect_map import suspect_cells, suspect_measure
from dashboard.figures.suspect_row import gold_row, pair_row, pair_words, suspect_row
from tests.dashboard.opened_page import text_of


def a_gold(intent: str = "play", locale: str = "en-US", text: str = "say <b>hi</b>") -> Gold:
    slots = (Slot("word", "<b>hi</b>", 4, 13),)
    return Gold(0, "r0", locale, "music", intent, text, slots, "p1", "a05", "2026-03-11T09:00:00Z", None)


def test_a_row_says_text_label_detectors_and_chance() -> None:
    row = suspect_row(a_gold(), LabelPair("intent", "play", "stop"), ("same_text", "models_agree"), 0.8374)
    assert "<b>hi" not in row
    told = text_of(row)
    assert "say &lt;b&gt;hi&lt;/b&gt; (slot word ) en-US play → likelier stop text agree suspicion 84 %" in told
    assert 'class="level level-8"' in row
    assert 'title="Same text: The same text in the same locale has another gold' in row


def test_a_row_of_what_nobody_flags_says_so() -> None:
    assert "play nobody suspicion &lt; 1 %" in text_of(suspect_row(a_gold(), None, (), 0.0012))


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (None, "play"),
        (LabelPair("intent", "play", "stop"), "play → likelier stop"),
        (LabelPair("slot", "song", "artist"), "play slot song → likelier slot artist"),
        (LabelPair("slot", "", "artist"), "play no slot → likelier slot artist"),
        (LabelPair("slot", "song", ""), "play slot song → likelier no slot"),
        (LabelPair("slot", "song", "song"), "play slot song → likelier other borders"),
    ],
)
def test_a_label_pair_in_words(pair: LabelPair | None, told: str) -> None:
    assert text_of(pair_words(pair, "play")) == told


def test_a_gold_beside_another_says_what_differs_by_whom_and_when() -> None:
    like = a_gold()
    same, other = gold_row(a_gold(), like, n=3), gold_row(a_gold("stop", "de-DE"), like)
    assert text_of(same).endswith("× 3 play a05 · 2026-03-11")
    assert "broke" not in same
    assert text_of(other).startswith("de-DE say")
    assert '<b class="broke"><bdi dir="auto">stop</bdi></b>' in other


def test_a_gold_beside_another_says_that_slots_differ() -> None:
    like = a_gold()
    assert "other slots" in gold_row(replace(like, slots=()), like)
    shorter = replace(like, slots=(Slot("word", "hi", 7, 9),))
    assert "other borders" in gold_row(shorter, like)
    # Of another text the values are others anyway.
    assert "other" not in text_of(gold_row(replace(shorter, text="say hi"), like))
    # Another intent says enough.
    assert "other slots" not in gold_row(replace(like, intent="stop", slots=()), like)


def test_a_pair_says_where_it_mostly_is() -> None:
    pair = LabelPair("intent", "play", "stop")
    assert text_of(pair_row(PairCount(pair, 10, 3, "de-DE", 6), 20)) == "play → likelier stop 10 6 in de-DE"
    assert text_of(pair_row(PairCount(pair, 10, 3, "de-DE", 5), 20)) == "play → likelier stop 10 in 3 locales"
    assert 'class="level level-5"' in pair_row(PairCount(pair, 10, 3, "de-DE", 5), 20)
    # What is there is seen, however few.
    assert 'class="level level-1"' in pair_row(PairCount(pair, 1, 1, "de-DE", 1), 2_000)


def test_cells_have_the_share_with_its_interval_and_tell_of_few() -> None:
    cells = suspect_cells([SuspectShare(("music", "de-DE"), 3, 40), SuspectShare(("alarm", "en-US"), 0, 1)])
    music = cells["music", "de-DE"]
    assert (music.value, music.n, music.enough) == (3 / 40, 40, True)
    # Wilson's limits of 3 in 40, by hand: 2.58 to 19.86 %.
    assert music.said == "3 of 40 golds (95 %: 2.6 to 19.9)"
    assert not cells["alarm", "en-US"].enough
    assert [suspect_measure(shown).reach for shown in ("likely", "flagged", "all")] == [0.15, 0.5, 1.0]


@pytest.mark.parametrize("detector", DETECTORS)
def test_every_detector_has_a_name_of_its_own(detector: str) -> None:
    assert detector_help(detector)
    assert len(detector_mark(detector)) <= 8
    others = [one for one in DETECTORS if one != detector]
    assert detector_mark(detector) not in map(detector_mark, others)
    assert detector_name(detector) not in map(detector_name, others)
