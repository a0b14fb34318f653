"""What speaks against a gold, from readings one can see."""

from analysis.suspicion import (
    BothAgree,
    OddOneOut,
    OtherGold,
    Reading,
    both_agree,
    describe_suspicion,
    odd_one_out,
    other_gold,
    reading_of,
)
from loaders.normalise import normalise

STOP, CANCEL = Reading("stop"), Reading("cancel", (("name", "tea"),))
NEAR = [("cancel", 0.9), ("cancel", 0.5), ("cancel", 0.2)]


def test_readings_are_equal_whatever_the_order_and_the_spelling() -> None:
    one = reading_of("a", [("time", "Five AM"), ("day", "monday"), ("day", "monday")], normalise)
    assert one == reading_of("a", [("day", "Monday"), ("time", "five  am"), ("day", "monday")], normalise)
    assert one != reading_of("a", [("day", "Monday"), ("time", "five  am")], normalise)


def test_another_gold_is_counted_beside_this_one() -> None:
    found = other_gold(STOP, "en-US", [CANCEL, STOP, Reading("pause"), CANCEL])
    assert found == OtherGold("en-US", 2, ((CANCEL, 2), (Reading("pause"), 1)))
    assert other_gold(STOP, "en-US", [STOP, STOP]) is None
    assert other_gold(STOP, "en-US", []) is None


def test_two_runs_agree_only_where_both_answered_and_the_gold_says_otherwise() -> None:
    assert both_agree(STOP, CANCEL, CANCEL) == BothAgree(STOP, CANCEL)
    assert both_agree(STOP, STOP, STOP) is None
    assert both_agree(STOP, CANCEL, STOP) is None
    assert both_agree(STOP, None, None) is None


def test_an_odd_one_out_needs_all_of_enough_neighbours() -> None:
    assert odd_one_out("stop", "cancel", "en-US", NEAR) == OddOneOut("stop", "cancel", "en-US", 3)
    assert odd_one_out("stop", "cancel", "en-US", [("stop", 0.1), *NEAR]) is not None, "too far away to count"
    assert odd_one_out("stop", "cancel", "en-US", [("stop", 1.0), *NEAR]) is not None, (
        "the same text is not a neighbour"
    )
    assert odd_one_out("stop", "cancel", "en-US", NEAR[:2]) is None
    assert odd_one_out("stop", "cancel", "en-US", [("stop", 0.95), *NEAR[1:]]) is None
    assert odd_one_out("cancel", "cancel", "en-US", NEAR) is None
    assert odd_one_out("stop", None, "en-US", NEAR) is None


def test_the_evidence_is_a_sentence_and_each_word_of_the_data_is_shown_by_the_caller() -> None:
    def shown(word: str) -> str:
        return f"<{word}>"

    assert describe_suspicion(OtherGold("en-US", 2, ((CANCEL, 1),)), shown) == (
        "The same text has another gold in <en-US>: <cancel>, <name> <tea> (once). This gold stands there 2 times."
    )
    assert "cancel, name tea (at least 9 times). This gold stands there at least once." in describe_suspicion(
        OtherGold("x", 1, ((CANCEL, 9),), at_least=True)
    )
    many = tuple((Reading(name), 1) for name in "abcde")
    assert "c (once) and 2 more. " in describe_suspicion(OtherGold("x", 1, many))
    assert "not the gold: no slot." in describe_suspicion(BothAgree(CANCEL, Reading("cancel")))
    assert "not the gold: <stop>." in describe_suspicion(BothAgree(CANCEL, STOP), shown)
    assert "its 3 nearest texts in <x>; this gold says <stop>." in describe_suspicion(
        OddOneOut("stop", "cancel", "x", 3), shown
    )
