"""What each detector says of one suspect: those that flag it first."""

from analysis.annotation.voices import voices_of
from tests.analysis.annotation.ranked import Ranked, Told

ROWS = [{"row": row, "locale": "de-DE", "domain": "d", "intent": "i"} for row in range(2)]


def test_those_that_flag_it_come_first_each_in_the_order_of_the_detectors() -> None:
    told = {"d0": {1: Told(0.2, False, "a")}, "d1": {1: Told(0.9, True, "b")}, "d2": {0: Told(0.1, False, "c")}}
    told["d3"] = {1: Told(0.5, True, "d")}
    ranking = Ranked(ROWS, told).ranking()
    voices = voices_of(ranking, ranking.rows.tolist().index(1))
    said = [(one.detector, one.score, one.flag, one.evidence.reason()) for one in voices]
    assert said == [
        ("d1", 0.9, True, "it says b"),
        ("d3", 0.5, True, "it says d"),
        ("d0", 0.2, False, "it says a"),
    ]
