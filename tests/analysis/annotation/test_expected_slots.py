"""What others would mark: the votes of the same request, the tagger's and the variation's objections, by hand."""

from collections.abc import Sequence

import pytest

from analysis.annotation.comparable import Comparable
from analysis.annotation.expected_slots import comparable_slots
from analysis.annotation.learned_slots import LEARNED_SLOT, UnlikelySlot
from analysis.annotation.suspect import NO_SLOT, Evidence, Suspect, Suspects, suspects_of
from analysis.annotation.variation import VARIATION, Variation
from analysis.frames import Row
from tests.analysis.annotation.labelled import gold, golds_of

ELSEWHERE = [gold(f"wake me at [{name}:{i}]") for name in ("time", "date") for i in ("five", "six", "ten")]
"""Names that the intent has often enough."""


def tagger(*entries: tuple[int, int, str, str], flag: bool = True) -> Suspects:
    """Return what a tagger would say: row, slot, given, other."""
    return found(
        LEARNED_SLOT,
        [(row, slot, UnlikelySlot("x", given, 0.0, other, 1.0)) for row, slot, given, other in entries],
        flag,
    )


def variation(*entries: tuple[int, int, str | None, str | None], where: str = "intent") -> Suspects:
    return found(
        VARIATION,
        [
            (row, slot, Variation("x", where, "", "", "alarm", own, ((label, 5), (own, 1))))  # type: ignore[arg-type]
            for row, slot, own, label in entries
        ],
    )


def found(detector: str, entries: Sequence[tuple[int, int, Evidence]], flag: bool = True) -> Suspects:
    return suspects_of(detector, [Suspect(row, 0.99, flag, evidence, slot) for row, slot, evidence in entries])


def entries(of: Comparable) -> list[tuple[int, int, str | None, str | None]]:
    columns = (of.places.tolist(), of.slots.tolist(), of.expected.tolist(), of.given.tolist())
    return [(place, slot, of.labels[x], of.labels[y]) for place, slot, x, y in zip(*columns, strict=True)]


def compare(rows: list[Row], said: Suspects, varied: Suspects) -> tuple[list[object], list[object]]:
    """Return the entries of the first utterance: about slots, and about what was added."""
    golds = golds_of([*rows, *ELSEWHERE], further=("parallel_id", "annotator"))
    return tuple(  # type: ignore[return-value]
        [(slot, x, y) for place, slot, x, y in entries(one) if place == 0]
        for one in comparable_slots(golds, said, varied)
    )


@pytest.mark.parametrize(
    ("said", "varied", "slots", "added"),
    [
        # Nobody objects: as others would mark it.
        (tagger(), variation(), [(0, "time", "time")], [(0, "time", "time")]),
        (tagger((0, 0, "time", "date"), flag=False), variation(), [(0, "time", "time")], [(0, "time", "time")]),
        # Another name, other borders, no slot, a slot that is missing.
        (tagger((0, 0, "time", "date")), variation(), [(0, "date", "time")], [(0, "time", "time")]),
        (tagger((0, 0, "time", "time")), variation(), [(0, "time", None)], [(0, "time", "time")]),
        (tagger((0, 0, "time", "")), variation(), [], [(0, "time", "")]),
        (
            tagger((0, NO_SLOT, "", "date")),
            variation(),
            [(0, "time", "time"), (NO_SLOT, "date", "")],
            [(0, "time", "time")],
        ),
        # A name that the intent does not have, and what is only known to be some slot.
        (tagger((0, 0, "time", "artist")), variation(), [(0, "time", "time")], [(0, "time", "time")]),
        (tagger(), variation((0, 0, "", "slot"), where="locale"), [(0, "time", "time")], [(0, "time", "time")]),
        # The same words elsewhere; the tagger speaks before them.
        (tagger(), variation((0, 0, "time", "date")), [(0, "date", "time")], [(0, "time", "time")]),
        (tagger((0, 0, "time", "time")), variation((0, 0, "time", "date")), [(0, "time", None)], [(0, "time", "time")]),
    ],
)
def test_who_objects(said: Suspects, varied: Suspects, slots: list[object], added: list[object]) -> None:
    assert compare([gold("wake me at [time:five] sharp")], said, varied) == (slots, [one for one in added if one])


def test_the_votes_of_the_request_come_first() -> None:
    def requests(own: str, others: str) -> list[Row]:
        return [
            gold(own, parallel_id="1", annotator="a1"),
            *(gold(others, locale=locale, parallel_id="1", annotator=f"a{locale}") for locale in ("de-DE", "fr-FR")),
        ]

    objection = tagger((0, 0, "time", "date"))
    both = [(0, "time", "time")]
    assert compare(requests("at [time:five]", "um [time:fünf]"), objection, variation()) == (both, both)
    # Borders are another matter: the others cannot say which words theirs would be here.
    moved = tagger((0, 0, "time", "time"))
    assert compare(requests("at [time:five]", "um [time:fünf]"), moved, variation())[0] == [(0, "time", None)]
    # One name for another; one that is missing, one too many; several of which nobody knows what was meant by which.
    assert compare(requests("at [time:five]", "um [date:fünf]"), tagger(), variation())[0] == [(0, "date", "time")]
    lacking = compare(requests("at [time:five] on monday", "[date:Montag] um [time:fünf]"), tagger(), variation())
    assert lacking == ([(0, "time", "time"), (NO_SLOT, "date", "")], both)
    assert compare(requests("at [time:five]", "um fünf"), tagger(), variation()) == ([], [(0, "time", "")])
    several = compare(requests("[date:now] at [time:five]", "[a:x] [b:y]"), tagger(), variation())
    assert several == ([(NO_SLOT, "a", ""), (NO_SLOT, "b", "")], [(0, "date", ""), (1, "time", "")])


def test_an_utterance_counts_once_for_each_expected_name() -> None:
    rows = [gold("from [time:five] to [time:six]")]
    slots, added = compare(rows, tagger((0, 1, "time", "date")), variation())
    assert slots == [(1, "date", "time"), (0, "time", "time")] or slots == [(0, "time", "time"), (1, "date", "time")]
    assert added == [(0, "time", "time")]
    slots, added = compare(rows, tagger((0, 1, "time", "")), variation())
    assert (slots, added) == ([(0, "time", "time")], [(1, "time", "")])


def test_a_set_without_slots_has_nothing_to_compare() -> None:
    golds = golds_of([gold("wake me")])
    assert [entries(one) for one in comparable_slots(golds, tagger(), variation())] == [[], []]
