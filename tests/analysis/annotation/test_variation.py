"""Variation n-grams: the vector of the reference, the omission it cannot see, and a plain loop over visible rows."""

from collections import Counter, defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.slot_places import place_slots
from analysis.annotation.suspect import Suspects
from analysis.annotation.variation import WEIGHTS, find_variation
from analysis.annotation.words import words
from loaders.normalise import normalise
from tests.analysis.annotation.labelled import gold, golds_of

VECTOR = [
    gold("set alarm for [time:seven am]", "a"),
    gold("wake alarm for [time:Seven am]", "b"),
    gold("set timer for [date:seven am]", "c"),
]


def variation(rows: list[dict[str, Any]], starts: bool = True) -> Suspects:
    golds = golds_of(rows, starts)
    return find_variation(golds, place_slots(golds, normalise))


@pytest.mark.parametrize("starts", [True, False])
def test_the_vector_of_the_reference(starts: bool) -> None:
    found = variation(VECTOR, starts)
    assert (found.rows.tolist(), found.slots.tolist(), found.flags.tolist()) == ([2], [0], [True])
    assert found.scores.tolist() == pytest.approx([2 / 3])
    assert found.evidence(0).reason() == (
        "“seven am” after “for” and at the end is marked as time in 2 of 3 places; here it is marked as date."
    )


def test_what_was_forgotten_is_seen_too() -> None:
    found = variation([*VECTOR, gold("call mom for seven am", "d")])
    assert found.rows.tolist() == [2, 3]
    assert found.slots.tolist() == [0, -1]
    assert found.scores.tolist() == pytest.approx([3 / 4, 3 / 4])
    assert found.evidence(1).reason().endswith("in 2 of 4 places; here it is not marked.")


def test_a_border_that_moved_is_seen() -> None:
    rows = [gold(f"{word} [time:seven am]", "a") for word in ("at", "from", "for")]
    found = variation([*rows, gold("until [time:seven] am", "a")])
    assert (found.rows.tolist(), found.slots.tolist(), found.flags.tolist()) == ([3], [0], [True])
    assert found.scores.tolist() == pytest.approx([3 / 4])
    assert found.evidence(0).reason() == (
        "“seven am” in a is marked as time in 3 of 4 places; here it is marked with other borders."
    )


def test_names_may_differ_from_intent_to_intent() -> None:
    rows = [gold("trains from [origin:bonn] please", "train"), gold("rain in [city:bonn] now", "rain")]
    assert len(variation(rows)) == 0


def test_letters_of_scripts_without_spaces_are_words() -> None:
    rows = [gold(f"{letter}[time:7時]に", "a", "ja-JP") for letter in "朝夜昼"]
    found = variation([*rows, gold("今7時に", "a", "ja-JP")])
    assert (found.rows.tolist(), found.slots.tolist()) == ([3], [-1])


def test_nothing_has_no_variation() -> None:
    assert len(variation([])) == 0
    assert len(variation([gold("stop"), gold("")])) == 0


text = st.lists(st.sampled_from(["a", "b", "[s:a]", "[t:a]", "[s:a b]", "[t:b]"]), min_size=1, max_size=4)
utterances = st.builds(lambda parts, intent: gold(" ".join(parts), intent), text, st.sampled_from("ij"))


def plain(rows: list[dict[str, Any]]) -> dict[tuple[int, Any], float]:
    """Every run of words of every text, in all three surroundings, labelled and counted one by one."""
    met: dict[Any, list[tuple[int, int, int, str, int]]] = defaultdict(list)
    known: set[Any] = set()
    for number, row in enumerate(rows):
        held = words(row["text"])
        spans = []
        for slot in row["slots"]:
            first = len(words(row["text"][: slot["start"]]))
            spans.append((first, first + len(words(slot["value"])), slot["name"]))
        for first in range(len(held)):
            for past in range(first + 1, len(held) + 1):
                around = (held[first - 1] if first else "", held[past] if past < len(held) else "")
                exact = [index for index, span in enumerate(spans) if span[:2] == (first, past)]
                touching = [index for index, span in enumerate(spans) if span[0] < past and first < span[1]]
                label = spans[exact[0]][2] if exact else "(borders)" if touching else ""
                slot_index = (exact or touching or [-1])[0]
                for where, rest in (("neighbours", around), ("intent", row["intent"]), ("locale", None)):
                    key = (where, tuple(held[first:past]), rest)
                    told = "(slot)" if where == "locale" and exact else label
                    met[key].append((number, slot_index, first, told, past))
                    if exact:
                        known.add(key)
    found: dict[tuple[int, Any], float] = {}
    for key in known:
        counts = Counter(label for _, _, _, label, _ in met[key])
        most = max(counts.values())
        tied = list(counts.values()).count(most) > 1
        for number, slot_index, first, label, _ in met[key]:
            own = counts[label]
            odd = len(counts) > 1 and (own < most or tied)
            if key[0] == "locale":
                odd = own < most and label != "(slot)" and counts["(slot)"] == most
            if odd:
                place = (number, slot_index if slot_index >= 0 else f"at {first}")
                score = WEIGHTS[key[0]] * (1 - own / counts.total())
                found[place] = max(found.get(place, 0.0), score)
    return found


@given(st.lists(utterances, max_size=8))
def test_against_a_plain_loop(rows: list[dict[str, Any]]) -> None:
    found = variation(rows)
    wanted = plain(rows)
    slots = {place: score for place, score in wanted.items() if isinstance(place[1], int)}
    of_slots = found.slots >= 0
    seen = dict(
        zip(
            zip(found.rows[of_slots].tolist(), found.slots[of_slots].tolist(), strict=True),
            found.scores[of_slots].tolist(),
            strict=True,
        )
    )
    assert seen == pytest.approx(slots)
    unmarked = sorted((place[0], round(score, 9)) for place, score in wanted.items() if isinstance(place[1], str))
    assert (
        sorted(zip(found.rows[~of_slots].tolist(), found.scores[~of_slots].round(9).tolist(), strict=True)) == unmarked
    )
    for entry in range(len(found)):
        assert "here it is" in found.evidence(entry).reason()
